"""The lexical features of words, and scores made of them: what pith knows about a word without a model.

A word is a run of letters, marks, digits and underscores. Everything here is a pure function of one passage, of the
background table and of the tables of weights, so that it can be written again, feature by feature, in another language.
A feature has one of a few values for each word, and its table says what each value counts; a score is their sum.
"""
from __future__ import annotations

import base64
import json
import math
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from words import WORD

# Shapes of words; see word_shape.
SHAPES, NO_WORD = 27, 26
LOWER, CAPITAL, CAPITAL_AT_START, ALL_CAPS, INITIAL, MIXED, DIGITS, YEAR = 0, 4, 8, 12, 14, 16, 17, 20
FOUR_DIGITS, MORE_DIGITS, DIGITS_FIRST, LETTERS_FIRST, UNDERSCORE = 21, 22, 23, 24, 25
KINDS = 4
SHARES = (0.12, 0.015, 0.0015)  # of the passages: commoner words than this are function words, common, medium; others rare

# Gaps between words; see gap_kind.
GAPS, NO_GAP, SENTENCE_END, POINT, OTHER = 14, 0, 5, 10, 13
SINGLE = {" ": 1, "-": 2, "'": 3, "\u2019": 3}
RANKED = (("([", 6), (")]", 7), ('"\u201c\u201d', 8), ("$\u00a3\u20ac", 11), (",", 4), (":;", 9), ("%", 12))

PARTS, SENTENCES, PLACES, CHARACTERS, ENDINGS = 32, 8, 16, 15, 27 ** 3
WORDS = -1  # a table with a row for each word of the background, one for other words and one for no word

BY_SHAPE = "times 27, plus the word's own shape"
TABLES: dict[str, tuple[int, str]] = {
    "word": (WORDS, "row of the lower-cased word in the background table, from 1; 0 if it is not there"),
    "wordBefore": (WORDS, "the same of the word before; rows + 1 if there is none"),
    "wordAfter": (WORDS, "the same of the word after"),
    "word2Before": (WORDS, "the same of the second word before"),
    "word2After": (WORDS, "the same of the second word after"),
    "ending": (ENDINGS, "the last three letters of a word of a-z in any case, a number to base 27 (a is 1, a missing "
                        "letter 0); 0 for other words"),
    "shape": (SHAPES, "0-3 lower case, from function words to rare ones; 4-7 a capital inside a sentence; 8-11 at its "
                      "start; 12 all capitals, 13 and rare; 14 one capital letter, 15 at the start of a sentence; 16 "
                      "capitals later in the word; 17-19 one to three digits, 20 a year (1000-2099), 21 four digits, 22 "
                      "more; 23 other words with digits that begin with one, 24 with none; 25 an underscore; 26 no word"),
    "length": ((CHARACTERS + 1) * SHAPES, f"number of characters, at most 15, {BY_SHAPE}"),
    "shapeBefore": (SHAPES * SHAPES, f"shape of the word before, {BY_SHAPE}"),
    "shapeAfter": (SHAPES * SHAPES, f"shape of the word after, {BY_SHAPE}"),
    "shapesAround": (SHAPES * SHAPES, "shape of the word before, times 27, plus that of the word after"),
    "shapes": (SHAPES ** 3, "shape of the word before, times 27, plus the word's own, times 27, plus that of the word after"),
    "shape2Before": (SHAPES * SHAPES, f"shape of the second word before, {BY_SHAPE}"),
    "shape2After": (SHAPES * SHAPES, f"shape of the second word after, {BY_SHAPE}"),
    "shape3Before": (SHAPES * SHAPES, f"shape of the third word before, {BY_SHAPE}"),
    "shape3After": (SHAPES * SHAPES, f"shape of the third word after, {BY_SHAPE}"),
    "gapBefore": (GAPS * SHAPES, f"what stands before the word, {BY_SHAPE}: 0 nothing, 1 a space, 2 a hyphen, 3 an "
                                 "apostrophe, 4 a comma, 5 the end of a sentence or line, 6 an opening bracket, 7 a "
                                 "closing one, 8 a quote, 9 a colon or semicolon, 10 a point within, 11 a currency, 12 a "
                                 "per cent sign, 13 anything else"),
    "gapAfter": (GAPS * SHAPES, f"what stands behind the word, {BY_SHAPE}"),
    "gap2Before": (GAPS * SHAPES, f"what stands before the word before, {BY_SHAPE}"),
    "gap2After": (GAPS * SHAPES, f"what stands behind the word after, {BY_SHAPE}"),
    "place": (PLACES * SHAPES, f"words before this one in its sentence, at most 15, {BY_SHAPE}"),
    "sentence": (SENTENCES * KINDS, "sentences before this one in the passage, at most 7, times 4, plus 0 for shapes in "
                                    "lower case, 1 with capitals, 2 with digits, 3 for others; counts in prose alone"),
    "position": (PARTS * KINDS, "floor(32 * i / n) for word i (from 0) of n, times 4, plus the same; counts in prose alone"),
    "repetition": (3 * SHAPES, f"0 if the lower-cased word occurs once in the passage, 1 for the first of several, 2 for a "
                               f"later one, {BY_SHAPE}"),
}

# What the scripts that fuse scores use: a column each.
NAMES = ["idf", "capital", "digit", "scorer"]


class Background:
    """Document frequencies of English words; with the weights of the scorer, where they stand beside."""

    def __init__(self, path: Path) -> None:
        lines = path.read_text(encoding="utf-8").splitlines()
        self.passages = int(lines[0])
        self.frequency: dict[str, int] = {}
        self.row: dict[str, int] = {}
        for number, line in enumerate(lines[1:], 1):
            word, count = line.split("\t")
            self.frequency[word], self.row[word] = int(count), number
        weights = path.with_name("lexical.json")
        self.weights = Weights.read(weights) if weights.exists() else None

    def idf(self, word: str) -> float:
        return math.log((self.passages + 1) / (self.frequency.get(word.lower(), 1) + 0.5))

    def rarity(self, lowered: str) -> int:
        share = self.frequency.get(lowered, 0) / self.passages
        return sum(share <= least for least in SHARES)

    def size(self, table: str) -> int:
        size = TABLES[table][0]
        return len(self.row) + 2 if size == WORDS else size


@dataclass(frozen=True)
class Weights:
    step: float  # what one step of a table is worth
    blend: float  # share of each neighbour's score that a word gets on top of its own
    tables: dict[str, np.ndarray]  # int8

    @staticmethod
    def read(path: Path) -> Weights | None:
        stored = json.loads(path.read_text(encoding="utf-8"))
        if "tables" not in stored:
            return None
        tables = {n: np.frombuffer(base64.b64decode(t["steps"]), np.int8) for n, t in stored["tables"].items()}
        return Weights(stored["step"], stored["blend"], tables)


def gap_kind(gap: str) -> int:
    if gap in SINGLE:
        return SINGLE[gap]
    for at, mark in enumerate(gap):
        if mark == "\n":
            return SENTENCE_END
        if mark in ".!?":
            return SENTENCE_END if at + 1 < len(gap) else POINT
    return next((kind for marks, kind in RANKED if any(m in gap for m in marks)), OTHER)


def word_shape(word: str, rarity: int, starts: bool) -> int:
    if any(c.isdecimal() for c in word):
        if not (word.isascii() and word.isdigit()):
            return DIGITS_FIRST if word[0].isdecimal() else LETTERS_FIRST
        if len(word) == 4:
            return YEAR if word[0] == "1" or word[:2] == "20" else FOUR_DIGITS
        return DIGITS + len(word) - 1 if len(word) < 4 else MORE_DIGITS
    if "_" in word:
        return UNDERSCORE
    if not word[0].isupper():
        return MIXED if any(c.isupper() for c in word) else LOWER + rarity
    if len(word) == 1:
        return INITIAL + starts
    if not any(c.islower() for c in word):
        return ALL_CAPS + (rarity == len(SHARES))
    return (CAPITAL_AT_START if starts else CAPITAL) + rarity


def ending(word: str) -> int:
    if not (word.isascii() and word.isalpha()):
        return 0
    number = 0
    for letter in word.lower()[-3:]:
        number = number * 27 + ord(letter) - ord("a") + 1
    return number


def values(text: str, background: Background) -> tuple[list[tuple[int, int]], dict[str, np.ndarray]]:
    """Spans of the words of a passage, and the value of each feature of them."""
    matches = list(WORD.finditer(text))
    spans = [m.span() for m in matches]
    words = [m.group() for m in matches]
    n = len(words)
    if n == 0:
        return [], {name: np.zeros(0, np.int64) for name in TABLES}
    gaps = [text[a:b] for a, b in zip([0] + [e for _, e in spans], [s for s, _ in spans] + [len(text)], strict=True)]
    kinds = np.array([gap_kind(g) if g else NO_GAP for g in gaps])
    if kinds[0] == SENTENCE_END:
        kinds[0] = NO_GAP
    lowered = [w.lower() for w in words]
    counts = Counter(lowered)
    seen: set[str] = set()
    shape, place, sentence, repetition = (np.zeros(n, np.int64) for _ in range(4))
    for i, (word, low) in enumerate(zip(words, lowered, strict=True)):
        # The full stop of an initial ends no sentence.
        initial = i > 0 and len(words[i - 1]) == 1 and words[i - 1].isupper() and "\n" not in gaps[i]
        starts = i == 0 or (kinds[i] == SENTENCE_END and not initial)
        place[i] = 0 if starts else place[i - 1] + 1
        sentence[i] = 0 if i == 0 else sentence[i - 1] + starts
        shape[i] = word_shape(word, background.rarity(low), starts)
        repetition[i] = 0 if counts[low] == 1 else 2 if low in seen else 1
        seen.add(low)
    row = np.array([background.row.get(low, 0) for low in lowered])
    length = np.array([min(len(w), CHARACTERS) for w in words])
    kind = np.select([shape < CAPITAL, shape <= MIXED, shape <= LETTERS_FIRST], [0, 1, 2], 3)
    rows, shapes = padded(row, len(background.row) + 1), padded(shape, NO_WORD)
    before, after = padded(kinds[:-1], NO_GAP), padded(kinds[1:], NO_GAP)
    return spans, {
        "word": row, "wordBefore": rows(-1), "wordAfter": rows(1), "word2Before": rows(-2), "word2After": rows(2),
        "ending": np.array([ending(w) for w in words]), "shape": shape, "length": length * SHAPES + shape,
        "shapeBefore": shapes(-1) * SHAPES + shape, "shapeAfter": shapes(1) * SHAPES + shape,
        "shapesAround": shapes(-1) * SHAPES + shapes(1), "shapes": (shapes(-1) * SHAPES + shape) * SHAPES + shapes(1),
        "shape2Before": shapes(-2) * SHAPES + shape, "shape2After": shapes(2) * SHAPES + shape,
        "shape3Before": shapes(-3) * SHAPES + shape, "shape3After": shapes(3) * SHAPES + shape,
        "gapBefore": before(0) * SHAPES + shape, "gapAfter": after(0) * SHAPES + shape,
        "gap2Before": before(-1) * SHAPES + shape, "gap2After": after(1) * SHAPES + shape,
        "place": place.clip(max=PLACES - 1) * SHAPES + shape,
        "sentence": sentence.clip(max=SENTENCES - 1) * KINDS + kind,
        "position": np.arange(n) * PARTS // n * KINDS + kind,
        "repetition": repetition * SHAPES + shape,
    }


def padded(values: np.ndarray, outside: int):
    """The values of the words at a distance from each, `outside` where there is no word."""
    wide = np.concatenate([np.full(3, outside), values, np.full(3, outside)])
    return lambda distance: wide[3 + distance:3 + distance + len(values)]


def blended(scores: np.ndarray, blend: float) -> np.ndarray:
    """Scores with a share of both neighbours', so that the words of an answer stay together; ends are their own neighbours."""
    if len(scores) == 0:
        return scores
    wide = np.concatenate([scores[:1], scores, scores[-1:]])
    return scores + blend * (wide[:-2] + wide[2:])


def word_scores(found: dict[str, np.ndarray], weights: Weights) -> np.ndarray:
    steps = sum(weights.tables[name].astype(np.int64)[found[name]] for name in TABLES)
    return blended(steps * weights.step, weights.blend)


def features(text: str, background: Background) -> tuple[list[tuple[int, int]], np.ndarray]:
    """Spans of the words of a passage, and what the scripts that fuse scores use of them, [words, NAMES]."""
    spans, found = values(text, background)
    table = np.zeros((len(spans), len(NAMES)))
    for i, (start, end) in enumerate(spans):
        word = text[start:end]
        table[i, :3] = background.idf(word), word[0].isupper(), any(c.isdecimal() for c in word)
    if background.weights is not None:
        table[:, 3] = word_scores(found, background.weights)
    return spans, table
