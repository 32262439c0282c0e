"""Step 8, on any machine: the training texts as sentences, tokenised, and which of them answers which question.

Writes `sentences.npz`, beside what `prepare.py` wrote: the sentences of all texts one after the other, so that several in a
row are a longer window, and the questions after them.
"""
from __future__ import annotations

import argparse
import random
import re
from collections import defaultdict
from pathlib import Path

import numpy as np

from corpus import Context, read_contexts, read_texts
from pieces import Pieces, encode, load_tokenizer

CHARACTERS_A_KIND = 3_300_000
TEXT_PART = 4_000  # characters of a text that stay together
SHORTEST = 3  # pieces
QUESTION_PIECES = 32
# Where a sentence, a line or an item ends.
BORDER = re.compile(r"(?<=[.!?])[\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9])|\n\s*\n|\n(?=\s*[-*#|>{}])|\n(?=\s{4})")


def sentence_spans(text: str) -> list[tuple[int, int]]:
    spans, start = [], 0
    for border in BORDER.finditer(text):
        spans.append((start, border.start()))
        start = border.end()
    return [(a, b) for a, b in [*spans, (start, len(text))] if text[a:b].strip()]


def plain_texts(folder: Path, seed: int) -> list[str]:
    """An even share of every kind."""
    by_kind: dict[str, list[str]] = defaultdict(list)
    for kind, text in read_texts(folder):
        by_kind[kind] += [text[a:a + TEXT_PART] for a in range(0, len(text), TEXT_PART)]
    chosen = []
    for kind in sorted(by_kind):
        random.Random(seed).shuffle(by_kind[kind])
        chosen += by_kind[kind][:CHARACTERS_A_KIND // TEXT_PART]
    return chosen


def answering(context: Context, spans: list[tuple[int, int]]) -> list[tuple[str, int]]:
    """Each question with the sentence that its first answer stands in."""
    found = []
    for question in context.questions:
        for start, _ in question.spans[:1]:
            found += [(question.text, i) for i, (a, b) in enumerate(spans) if a <= start < b]
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the training files")
    parser.add_argument("--work", type=Path, required=True, help="the folder that prepare wrote")
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    tokenizer = load_tokenizer(args.work / "tokenizer.json")
    texts, questions, answers = [], [], []
    for context in read_contexts(args.data):
        if context.is_dev:
            continue
        spans = sentence_spans(context.text)
        for question, sentence in answering(context, spans):
            questions.append(question)
            answers.append(len(texts) + sentence)
        texts += [context.text[a:b] for a, b in spans]
    for text in plain_texts(args.data, args.seed):
        texts += [text[a:b] for a, b in sentence_spans(text)]
    pieces = encode(tokenizer, texts)
    kept = np.array([len(p) >= SHORTEST for p in pieces])
    place = np.cumsum(kept) - 1
    asked = [(cut(q), place[a]) for q, a in zip(encode(tokenizer, questions), answers, strict=True) if kept[a]]
    rows = [p for p, k in zip(pieces, kept, strict=True) if k] + [q for q, _ in asked]
    np.savez_compressed(
        args.work / "sentences.npz",
        ids=np.concatenate([p.ids for p in rows]), types=np.concatenate([p.types for p in rows]),
        lengths=np.array([len(p) for p in rows], np.uint16), answers=np.array([a for _, a in asked], np.int32))
    print(f"{len(rows) - len(asked)} sentences, {len(asked)} questions, {sum(len(p) for p in rows)} pieces")


def cut(question: Pieces) -> Pieces:
    return Pieces(question.ids[:QUESTION_PIECES], question.types[:QUESTION_PIECES], question.starts, question.ends)


if __name__ == "__main__":
    main()
