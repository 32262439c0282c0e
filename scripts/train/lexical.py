"""The lexical features of words, and scores made of them: what pith knows about a word without a model.

A word is a run of letters, marks, digits and underscores. Everything here is a pure function of one passage and of the
background table, so that it can be written again, feature by feature, in another language.
"""
from __future__ import annotations

import math
from collections import Counter
from pathlib import Path

import numpy as np
import regex

from words import FUNCTION_WORDS, WORD

FEATURES = {
    "idf": "ln((passages + 1) / (df + 0.5)); df of the lower-cased word in the background table, 1 if it is not there",
    "capital": "1 if the first character is an upper-case letter",
    "upper": "1 if there are at least two characters, an upper-case letter and no lower-case letter",
    "digit": "1 if the word holds a decimal digit",
    "midCapital": "capital, but 0 for the first word of the passage and where one of [.!?] or a line break lies between "
                  "this word and the one before",
    "sentenceStart": "1 for the first word of the passage and where one of [.!?] or a line break lies between this word "
                     "and the one before",
    "function": "1 if the lower-cased word is a function word",
    "length": "ln of the number of characters (code points)",
    "position": "ln(1 + i / n) for word i (from 0) of n in the passage",
    "repeats": "ln of how often the lower-cased word occurs in the passage",
    "before": "1 if the previous word has midCapital or digit; 0 for the first word",
    "after": "1 if the next word has midCapital or digit; 0 for the last word",
    "idfBefore": "idf of the previous word; 0 for the first word",
    "idfAfter": "idf of the next word; 0 for the last word",
    "joined": "1 if this word and a neighbour both have midCapital or digit, with exactly a space or a hyphen between them",
}
NAMES = list(FEATURES)
BREAK = regex.compile(r"[.!?\n]")


class Background:
    """Document frequencies of English words."""

    def __init__(self, path: Path) -> None:
        lines = path.read_text(encoding="utf-8").splitlines()
        self.passages = int(lines[0])
        self.frequency = {w: int(n) for w, n in (line.split("\t") for line in lines[1:])}

    def idf(self, word: str) -> float:
        return math.log((self.passages + 1) / (self.frequency.get(word.lower(), 1) + 0.5))


def features(text: str, background: Background) -> tuple[list[tuple[int, int]], np.ndarray]:
    """Spans of the words of a passage, and their features, [words, NAMES]."""
    matches = list(WORD.finditer(text))
    words = [m.group() for m in matches]
    n = len(words)
    table = np.zeros((n, len(NAMES)))
    if n == 0:
        return [], table
    counts = Counter(w.lower() for w in words)
    gaps = [text[a.end():b.start()] for a, b in zip(matches, matches[1:], strict=False)]
    column = {name: table[:, i] for i, name in enumerate(NAMES)}
    for i, w in enumerate(words):
        capital = w[0].isupper()
        start = i == 0 or BREAK.search(gaps[i - 1]) is not None
        column["idf"][i] = background.idf(w)
        column["capital"][i] = capital
        column["upper"][i] = len(w) > 1 and any(c.isupper() for c in w) and not any(c.islower() for c in w)
        column["digit"][i] = any(c.isdecimal() for c in w)
        column["midCapital"][i] = capital and not start
        column["sentenceStart"][i] = start
        column["function"][i] = w.lower() in FUNCTION_WORDS
        column["length"][i] = math.log(len(w))
        column["position"][i] = math.log(1 + i / n)
        column["repeats"][i] = math.log(counts[w.lower()])
    marked = np.maximum(column["midCapital"], column["digit"])
    column["before"][1:], column["after"][:-1] = marked[:-1], marked[1:]
    column["idfBefore"][1:], column["idfAfter"][:-1] = column["idf"][:-1], column["idf"][1:]
    close = np.array([g in (" ", "-") for g in gaps], float) * marked[:-1] * marked[1:] if n > 1 else np.zeros(0)
    column["joined"][1:] = close
    column["joined"][:-1] = np.maximum(column["joined"][:-1], close)
    return [m.span() for m in matches], table
