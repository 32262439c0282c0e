"""WordPiece with offsets, and the case feature of each piece.

The vocabulary is uncased; what casing and digits say is given back to the encoder as token types, which cost nothing.
"""
from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tokenizers import Encoding, Tokenizer

CLS, SEP, COLON, QUESTION_MARK = 101, 102, 1024, 1029
QUESTION_PIECES = 32
TITLE_PIECES = 16

OUTSIDE, LOWER, CAPITALISED, UPPER, DIGIT = range(5)


@dataclass(frozen=True)
class Pieces:
    ids: np.ndarray  # uint16
    types: np.ndarray  # uint8, case feature of the whole pre-token
    starts: np.ndarray  # int32, character offsets in the text
    ends: np.ndarray

    def __len__(self) -> int:
        return len(self.ids)

    def covering(self, start: int, end: int) -> tuple[int, int] | None:
        """First and last piece (inclusive) that overlap the characters [start, end)."""
        hit = np.flatnonzero((self.starts < end) & (self.ends > start))
        return (int(hit[0]), int(hit[-1])) if len(hit) else None


def case_type(word: str) -> int:
    if any(c.isdecimal() for c in word):
        return DIGIT
    if len(word) > 1 and any(c.isupper() for c in word) and not any(c.islower() for c in word):
        return UPPER
    return CAPITALISED if word[:1].isupper() else LOWER


def load_tokenizer(path: Path) -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def to_pieces(text: str, encoding: Encoding) -> Pieces:
    offsets = np.array(encoding.offsets, np.int32).reshape(-1, 2)
    starts, ends = offsets[:, 0], offsets[:, 1]
    words = np.array([-1 if w is None else w for w in encoding.word_ids], np.int64)
    types = np.zeros(len(words), np.uint8)
    first = 0
    while first < len(words):
        last = first
        while last + 1 < len(words) and words[last + 1] == words[first]:
            last += 1
        types[first:last + 1] = case_type(text[starts[first]:ends[last]])
        first = last + 1
    return Pieces(np.array(encoding.ids, np.uint16), types, starts, ends)


def encode(tokenizer: Tokenizer, texts: list[str], batch: int = 500) -> list[Pieces]:
    out: list[Pieces] = []
    for at in range(0, len(texts), batch):
        part = texts[at:at + batch]
        encodings = tokenizer.encode_batch(part, add_special_tokens=False)
        out += [to_pieces(t, e) for t, e in zip(part, encodings, strict=True)]
    return out
