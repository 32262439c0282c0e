"""Survival: the share of questions whose answer is still there after only a share of a passage's words was kept."""
from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from words import WORD, WORD_OR_MARK, contains

RATES = (0.5, 0.33, 0.25, 0.2, 0.1, 0.05)
LOWEST = -1e3


@dataclass(frozen=True)
class Passage:
    question: str
    answers: list[str]
    text: str
    title: str

    @cached_property
    def units(self) -> list[tuple[int, int]]:
        """Words and single marks, both counted as what is kept."""
        return [m.span() for m in WORD_OR_MARK.finditer(self.text)]

    @cached_property
    def marks(self) -> np.ndarray:
        """Which of the units are no words."""
        return np.array([WORD.fullmatch(self.text, a, b) is None for a, b in self.units], bool)

    def unit_scores(self, spans: list[tuple[int, int]] | np.ndarray, scores: np.ndarray) -> np.ndarray:
        """The highest score of the given spans (pieces, words) inside each unit; marks come last, they are no answers."""
        starts = np.array([a for a, _ in self.units])
        out = np.full(len(starts), LOWEST)
        if len(spans):
            owner = np.searchsorted(starts, np.asarray(spans)[:, 0], side="right") - 1
            np.maximum.at(out, owner.clip(0), scores)
        return np.where(self.marks, LOWEST, out)


def kept(passage: Passage, scores: np.ndarray, rate: float) -> str:
    count = max(1, int(rate * len(scores)))
    threshold = np.partition(scores, -count)[-count]
    return " ".join(passage.text[a:b] for (a, b), s in zip(passage.units, scores, strict=True) if s >= threshold)


def survival(passages: list[Passage], scores: list[np.ndarray], rates: tuple[float, ...] = RATES) -> dict[float, float]:
    pairs = list(zip(passages, scores, strict=True))
    return {r: round(sum(contains(kept(p, s, r), p.answers) for p, s in pairs) / len(pairs), 4) for r in rates}
