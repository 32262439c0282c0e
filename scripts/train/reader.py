"""The embedded reader: the best span of a passage, and how well it agrees with an answer."""
from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from network import END, START
from pieces import Pieces
from runtime import QUESTION_WINDOW, Runtime, Scored
from words import normalise

STARTS = 8  # the best starts that are tried
LONGEST = 30  # pieces
OVERLAP = 80
ARTICLES = ("a", "an", "the")


@dataclass(frozen=True)
class Span:
    text: str
    value: float  # start + end logit
    relevance: float


def best_span(scored: Scored, passage: Pieces, text: str, low: int = 0) -> Span:
    start, end = scored.tokens[:, START], scored.tokens[:, END]
    best, where = -np.inf, (0, 0)
    for a in np.argsort(-start)[:STARTS]:
        b = a + int(np.argmax(end[a:a + LONGEST]))
        if start[a] + end[b] > best:
            best, where = float(start[a] + end[b]), (a, b)
    first, last = low + where[0], low + where[1]
    return Span(text[passage.starts[first]:passage.ends[last]], best, scored.relevance)


def read(runtime: Runtime, question: Pieces, passage: Pieces, text: str) -> list[Span]:
    """The best span of each overlapping window of a passage."""
    room = QUESTION_WINDOW - 3 - min(len(question), 32)
    spans = []
    for low in range(0, max(1, len(passage) - OVERLAP), room - OVERLAP):
        scored = runtime.window(passage, low, low + room, question)
        spans.append(best_span(scored, passage, text, low))
    return spans


def choose(spans: list[Span], delta: float) -> str:
    return max(spans, key=lambda s: s.value + delta * s.relevance).text


def f1(found: str, answer: str) -> float:
    x, y = ([w for w in normalise(t).split() if w not in ARTICLES] for t in (found, answer))
    if not x or not y:
        return float(x == y)
    common = sum((Counter(x) & Counter(y)).values())
    return 2 * common / (len(x) + len(y))


def agreement(found: list[str], answers: list[list[str]]) -> tuple[float, float]:
    """Mean F1 and share of exact matches."""
    best = [max(f1(p, a) for a in every) for p, every in zip(found, answers, strict=True)]
    return float(np.mean(best)), float(np.mean([b == 1 for b in best]))
