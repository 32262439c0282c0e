"""Draws training rows on the device: all data lie there as flat tensors, so each step sees fresh windows for nothing."""
from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from pieces import CLS, COLON, QUESTION_MARK, SEP

TITLE_SHARE = 0.35
LOWERCASE_SHARE = 0.04  # chat, logs and code are often all lower case
NO_MARK_SHARE = 0.3  # many users leave the question mark out
UNLABELLED = -1.0
CLOZE_SHARE = 0.2  # of the questions drawn, those made from raw text, by those that people asked


@dataclass(frozen=True)
class Windows:
    ids: Tensor  # [rows, n]
    types: Tensor
    lengths: Tensor  # [rows]
    places: Tensor  # [rows, n] index of the piece in its context, -1 outside the passage
    offsets: Tensor  # [rows] where the passage begins


def joined(parts: list[Windows]) -> Windows:
    """All rows as one batch; they must be of one width."""
    return Windows(*(torch.cat([getattr(p, f.name) for p in parts]) for f in fields(Windows)))


@dataclass(frozen=True)
class Labels:
    keep: Tensor  # [rows, n] 0..1, UNLABELLED where unknown
    answer: Tensor  # [rows, n] 1 inside the answer, 0 outside, UNLABELLED where either may be right
    start: Tensor  # [rows] position in the window, -1 without an answer
    end: Tensor


class Corpus:
    """The arrays of `prepare`, each as an attribute, and the random draws from them."""

    context_ids: Tensor
    context_types: Tensor
    context_starts: Tensor
    context_title: Tensor
    context_dense: Tensor
    context_keep: Tensor
    question_ids: Tensor
    question_lengths: Tensor
    title_ids: Tensor
    title_types: Tensor
    title_lengths: Tensor
    example_question: Tensor
    example_context: Tensor
    example_answer: Tensor
    example_others: Tensor
    example_negatives: Tensor
    example_cloze: Tensor
    example_weight: Tensor
    text_starts: Tensor

    def __init__(self, path: Path, device: str, seed: int) -> None:
        with np.load(path) as arrays:
            for name in arrays.files:
                value = arrays[name]
                value = value.astype(np.int32) if value.dtype == np.uint16 else value
                setattr(self, name, torch.from_numpy(value).to(device))
        self.device = device
        self.generator = torch.Generator(device).manual_seed(seed)
        made = self.example_weight * self.example_cloze
        asked = self.example_weight * ~self.example_cloze
        self.question_weights = asked / asked.sum() + CLOZE_SHARE * made / made.sum().clamp(min=1e-6)
        if hasattr(self, "text_starts"):
            self.text_weights = (self.text_starts[1:] - self.text_starts[:-1]).float()

    def uniform(self, *shape: int) -> Tensor:
        return torch.rand(shape, generator=self.generator, device=self.device)

    def between(self, low: Tensor, high: Tensor) -> Tensor:
        """Whole numbers drawn from low..high inclusive (low if the range is empty)."""
        width = (high - low).clamp(min=0) + 1
        return low + (self.uniform(*low.shape) * width).long().clamp(max=width - 1)

    def questions(self, count: int) -> Tensor:
        return torch.multinomial(self.question_weights, count, True, generator=self.generator)

    def negatives(self, examples: Tensor, count: int) -> Tensor:
        """[examples, count] hard negatives, different ones as far as there are any; any context where there are none."""
        table = self.example_negatives[examples].long()
        noise = self.uniform(*table.shape) - (table < 0).float() * 2
        picked = table.gather(1, noise.topk(count, dim=1).indices)
        anything = (self.uniform(*picked.shape) * len(self.context_title)).long()
        return torch.where(picked >= 0, picked, anything)

    def texts(self, rows: int, n: int) -> Windows:
        """Windows of plain text, without a question."""
        chosen = torch.multinomial(self.text_weights, rows, True, generator=self.generator)
        none = torch.full_like(chosen, -1)
        return self.windows("text", none, chosen, none, none, n)

    def windows(self, store: str, questions: Tensor, contexts: Tensor, first: Tensor, last: Tensor, n: int,
                titled: Tensor | None = None) -> Windows:
        """Rows of n pieces whose passages hold the pieces first..last of their contexts (anywhere if first is -1)."""
        starts = getattr(self, f"{store}_starts")
        begin, size = starts[contexts], starts[contexts + 1] - starts[contexts]
        asked = questions >= 0
        length = torch.where(asked, self.question_lengths[questions.clamp(min=0)].long(), 0)
        marked = self.question_ids[questions.clamp(min=0), (length - 1).clamp(min=0)] == QUESTION_MARK
        length = length - (marked & (length > 2) & (self.uniform(len(length)) < NO_MARK_SHARE)).long()
        header = 1 + torch.where(asked, length + 1, 0)
        title = self.context_title[contexts].long() if store == "context" else torch.full_like(contexts, -1)
        if titled is not None:
            title = torch.where(titled, title, -1)
        title_size = torch.where(title >= 0, self.title_lengths[title.clamp(min=0)].long(), 0)
        offset = header + torch.where(title >= 0, title_size + 1, 0)
        room = n - offset - 1
        low = torch.where(first >= 0, last - room + 1, 0).clamp(min=0)
        high = torch.where(first >= 0, torch.minimum(first, size - room), size - room).clamp(min=0)
        at = self.between(torch.minimum(low, high), high)
        end = offset + torch.minimum(room, size - at)

        p = torch.arange(n, device=self.device)[None]
        col = lambda x: x[:, None]  # noqa: E731
        place = torch.where((p >= col(offset)) & (p < col(end)), col(at - offset) + p, -1)
        source = (col(begin) + place).clamp(min=0)
        ids = torch.where(place >= 0, getattr(self, f"{store}_ids")[source], 0)
        types = torch.where(place >= 0, getattr(self, f"{store}_types")[source], 0)
        inside = (p >= 1) & (p <= col(length)) & col(asked)
        ids = torch.where(inside, self.question_ids[col(questions.clamp(min=0)), (p - 1).clamp(0, 31)], ids)
        named = (p >= col(header)) & (p < col(header + title_size))
        k = (p - col(header)).clamp(0, self.title_ids.shape[1] - 1)
        ids = torch.where(named, self.title_ids[col(title.clamp(min=0)), k], ids)
        types = torch.where(named, self.title_types[col(title.clamp(min=0)), k], types)
        colon = (p == col(offset - 1)) & col(title >= 0)
        ids, types = torch.where(colon, COLON, ids), torch.where(colon, 1, types)
        separator = (p == col(end)) | ((p == col(length + 1)) & col(asked))
        ids = torch.where(p == 0, CLS, torch.where(separator, SEP, ids))
        lower = col(self.uniform(len(at)) < LOWERCASE_SHARE) & ((types == 2) | (types == 3))
        return Windows(ids, torch.where(lower, 1, types), end + 1, place, offset)

    def labels(self, examples: Tensor, contexts: Tensor, windows: Windows, positive: Tensor) -> Labels:
        """Labels of rows on `contexts`; where `positive`, they hold the answer of `examples`."""
        place, col = windows.places, lambda x: x[:, None]  # noqa: E731
        passage = place >= 0
        first, last = self.example_answer[examples].long().unbind(1)
        yes = (place >= col(first)) & (place <= col(last)) & col(positive) & passage
        others = self.example_others[examples].long()
        maybe = ((place[..., None] >= others[:, None, :, 0]) & (place[..., None] <= others[:, None, :, 1])).any(2)
        answer = torch.where(yes, 1.0, torch.where(maybe & col(positive), UNLABELLED, 0.0))
        answer = torch.where(passage, answer, UNLABELLED)
        source = (col(self.context_starts[contexts]) + place).clamp(min=0)
        keep = torch.where(passage & col(self.context_dense[contexts]), self.context_keep[source] / 100, UNLABELLED)
        position = lambda piece, at: torch.where(positive, windows.offsets + piece - at, -1)  # noqa: E731
        at = place.gather(1, col(windows.offsets))[:, 0]
        n = place.shape[1]
        start, end = position(first, at), position(last, at)
        whole = (start >= 0) & (end < n - 1)
        return Labels(keep, answer, torch.where(whole, start, -1), torch.where(whole, end, -1))

    def titled(self, count: int) -> Tensor:
        return self.uniform(count) < TITLE_SHARE
