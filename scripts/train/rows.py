"""One training step's rows: passages alone, and groups of one question on its passage and on hard negatives."""
from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from batches import Corpus, Labels, Windows


@dataclass(frozen=True)
class Alone:
    """Passages without a question."""

    windows: Windows
    labels: Labels


@dataclass(frozen=True)
class Asked:
    """Groups of `group` rows: the first passage answers the question, the others do not."""

    windows: Windows
    labels: Labels
    group: int
    relevant: Tensor  # [rows] 1 or 0


def draw_alone(corpus: Corpus, rows: int, n: int) -> Alone:
    examples = corpus.questions(rows)
    contexts = corpus.example_context[examples].long()
    first, last = corpus.example_answer[examples].long().unbind(1)
    none = torch.full_like(examples, -1)
    windows = corpus.windows("context", none, contexts, first, last, n, corpus.titled(rows))
    return Alone(windows, corpus.labels(examples, contexts, windows, torch.ones_like(examples, dtype=torch.bool)))


def draw_asked(corpus: Corpus, groups: int, group: int, n: int) -> Asked:
    examples = corpus.questions(groups)
    contexts = torch.cat([corpus.example_context[examples].long()[:, None], corpus.negatives(examples, group - 1)], 1)
    contexts, rows = contexts.flatten(), examples.repeat_interleave(group)
    first, last = corpus.example_answer[rows].long().unbind(1)
    leading = (torch.arange(len(rows), device=rows.device) % group == 0) & (first >= 0)
    titled = corpus.titled(groups).repeat_interleave(group)
    first, last = torch.where(leading, first, -1), torch.where(leading, last, -1)
    windows = corpus.windows("context", corpus.example_question[rows].long(), contexts, first, last, n, titled)
    return Asked(windows, corpus.labels(rows, contexts, windows, leading), group, leading.float())


def draw_strange(corpus: Corpus, rows: int, n: int) -> Windows:
    """Plain text of any kind under a random question: how a teacher sees what no label covers."""
    texts = torch.multinomial(corpus.text_weights, rows, True, generator=corpus.generator)
    questions = corpus.example_question[corpus.questions(rows)].long()
    none = torch.full_like(texts, -1)
    return corpus.windows("text", questions, texts, none, none, n)
