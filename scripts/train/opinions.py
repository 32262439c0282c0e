"""Step 5: what the encoder says of every word of the training texts, for the scorer without a model to follow.

A word's opinion is the highest keep logit of its pieces, without a question.
"""
from __future__ import annotations

import argparse
import random
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from corpus import Span, read_contexts, read_texts
from network import KEEP
from pieces import Pieces, load_tokenizer
from runtime import QUESTION_WINDOW, Runtime
from tasks import wiki_like
from words import WORD

CONTEXT_LETTERS = 1_600  # what is cut off is read as a passage of its own
TEXT_LETTERS = 1_400
LONG_LETTERS = {"timeqa-easy": 6_000, "timeqa-hard": 6_000, "covidqa": 6_000}
KIND_LETTERS = 500_000  # of each kind of plain text
FILE_LETTERS = 200_000
OVERLAP = 24  # pieces on each side of a window
BORDER = re.compile(r"\.(?= )|\n")


@dataclass(frozen=True)
class Lesson:
    """A passage, the answers that are known to stand in it, and whether it is like Wikipedia."""

    text: str
    answers: list[Span]
    is_wiki: bool


def lessons(data: Path) -> list[Lesson]:
    """Passages of the training files but for those held back for development, always in the same order."""
    out = []
    for c in read_contexts(data):
        if c.is_dev:
            continue
        answers = [s for q in c.questions for s in q.spans[:1]]
        for at, text in cut(c.text[:LONG_LETTERS.get(c.source)], CONTEXT_LETTERS):
            inside = [(a - at, b - at) for a, b in answers if a >= at and b <= at + len(text)]
            out.append(Lesson(text, inside, wiki_like(c)))
    kinds: dict[str, list[str]] = {}
    for kind, text in read_texts(data):
        kinds.setdefault(kind, []).extend(t for _, t in cut(text[:FILE_LETTERS], TEXT_LETTERS))
    order = random.Random(0)
    for passages in kinds.values():
        order.shuffle(passages)
        ends = np.cumsum([len(text) for text in passages])
        out += [Lesson(text, [], False) for text in passages[:np.searchsorted(ends, KIND_LETTERS) + 1]]
    return [x for x in out if len(WORD.findall(x.text)) >= 20]


def cut(text: str, most: int) -> Iterator[tuple[int, str]]:
    """Pieces of at most so many characters, with their offsets, that end with a sentence or line where one ends."""
    at = 0
    while at < len(text):
        end = min(len(text), at + most)
        if end < len(text):
            borders = [m.end() for m in BORDER.finditer(text, at + most // 2, end)]
            end = borders[-1] if borders else end
        yield at, text[at:end]
        at = end


def opinions(runtime: Runtime, text: str, pieces: Pieces) -> np.ndarray:
    """The highest logit of each word's own pieces; the lowest of the passage for a word that has none."""
    keep = whole_keep(runtime, pieces)
    spans = np.array([m.span() for m in WORD.finditer(text)])
    owner = np.searchsorted(spans[:, 0], pieces.starts, side="right") - 1
    inside = (owner >= 0) & (pieces.starts < spans[owner.clip(0), 1])
    out = np.full(len(spans), -np.inf, np.float32)
    np.maximum.at(out, owner[inside], keep[inside])
    return np.where(np.isinf(out), keep.min(), out)


def whole_keep(runtime: Runtime, pieces: Pieces) -> np.ndarray:
    """Keep logits with as much context as the encoder reads, as the product asks for them: even windows that overlap."""
    count, limit = len(pieces), QUESTION_WINDOW - 2
    parts = 1 if count <= limit else -(-count // (limit - 2 * OVERLAP))
    out = np.zeros(count, np.float32)
    for part in range(parts):
        first, last = part * count // parts, (part + 1) * count // parts
        low, high = max(0, first - OVERLAP), min(count, last + OVERLAP)
        out[first:last] = runtime.window(pieces, low, high).tokens[first - low:last - low, KEEP]
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the training files")
    parser.add_argument("--work", type=Path, required=True, help="the folder that prepare wrote")
    parser.add_argument("--model", type=Path, required=True, help="the encoder, .onnx")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    read = lessons(args.data)
    runtime = Runtime(args.model, load_tokenizer(args.work / "tokenizer.json"))
    found: list[np.ndarray] = []
    with ThreadPoolExecutor(args.threads) as pool:
        for at in range(0, len(read), 1_000):
            texts = [x.text for x in read[at:at + 1_000]]
            found += pool.map(lambda x: opinions(runtime, *x), zip(texts, runtime.encode(texts), strict=True))
            print(f"{len(found)} of {len(read)} passages", flush=True)
    np.savez_compressed(args.out, words=np.array([len(x) for x in found]), scores=np.concatenate(found))


if __name__ == "__main__":
    main()
