"""Ranking: where the passage that answers a question ends up among hard BM25 negatives."""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from negatives import bm25_matrix, query_matrix
from network import VOCABULARY
from pieces import Pieces
from reader import Span, best_span
from runtime import Runtime
from survival import Passage
from words import contains

NEGATIVES = 19
DEPTHS = (1, 2, 4, 5)


@dataclass(frozen=True)
class Ranked:
    """One question; the passage that answers it comes first."""

    relevance: np.ndarray
    bm25: np.ndarray
    spans: list[Span]


def rank(runtime: Runtime, asked: list[Passage], pool: list[Passage]) -> list[Ranked]:
    """Scores each question's own passage and its negatives out of all passages."""
    everything = asked + [p for p in pool if p.text not in {a.text for a in asked}]
    texts = list(dict.fromkeys(p.text for p in everything))
    place = {t: i for i, t in enumerate(texts)}
    pieces = runtime.encode(texts)
    questions = runtime.encode([p.question for p in asked])
    matrix = bm25_matrix([p.ids for p in pieces], VOCABULARY).T.tocsr()
    out = []
    for passage, question in zip(asked, questions, strict=True):
        scores = (query_matrix([question.ids], VOCABULARY) @ matrix).toarray()[0]
        gold = place[passage.text]
        order = (int(i) for i in np.argsort(-scores, kind="stable") if i != gold)
        chosen = [gold]
        while len(chosen) <= NEGATIVES:
            if not contains(texts[i := next(order)], passage.answers):
                chosen.append(i)
        out.append(score(runtime, question, [pieces[i] for i in chosen], [texts[i] for i in chosen], scores[chosen]))
    return out


def score(runtime: Runtime, question: Pieces, pieces: list[Pieces], texts: list[str], bm25: np.ndarray) -> Ranked:
    answers = [runtime.answer(question, p) for p in pieces]
    spans = [best_span(a, p, t) for a, p, t in zip(answers, pieces, texts, strict=True)]
    return Ranked(np.array([a.relevance for a in answers]), bm25, spans)


def depths(scores: Iterable[np.ndarray]) -> dict[int, float]:
    """Share of questions whose passage, the first of each, is within the best 1, 2, 4 and 5."""
    better = np.array([(s[1:] >= s[0]).sum() for s in scores])
    return {d: round(float((better < d).mean()), 4) for d in DEPTHS}
