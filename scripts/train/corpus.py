"""Reads the question-answering and text files (JSON lines, xz) into clean Python objects."""
from __future__ import annotations

import json
import lzma
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

Span = tuple[int, int]

MAX_CONTEXT = 40_000
DEV_PERCENT = 6
# Their text has spaces round punctuation; users send text that has not.
TOKENISED = ("qed", "timeqa", "qmsum")
# Not read: text for research only or without a licence, and the articles of XQuAD, which the reader is measured on.
EXCLUDED_FILES = ("qa_squad_dev", "unanswerable_squad2_dev", "qa_subjqa", "text_log", "text_meeting")
EXCLUDED_SOURCES = ("LIAAD/KeywordExtractor-Datasets",)
# Titles of these sources say nothing about the passage.
UNTITLED = ("squadshifts-reddit", "squadshifts-amazon")


@dataclass
class Question:
    text: str
    spans: list[Span]  # character spans of the answers; empty if the context does not answer
    made: bool = False  # out of raw text, not asked by anyone


@dataclass
class Context:
    text: str
    title: str
    source: str
    questions: list[Question] = field(default_factory=list)

    @property
    def is_dev(self) -> bool:
        """Split by article, or by context where there is no article, so that no passage is on both sides."""
        return zlib.crc32((self.title or self.text).encode()) % 100 < DEV_PERCENT


def rows(path: Path) -> Iterator[dict]:
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def files(folder: Path, *patterns: str) -> Iterator[Path]:
    """The files that may be trained on."""
    for pattern in patterns:
        for path in sorted(folder.glob(f"{pattern}.jsonl.xz")):
            if path.name.split(".")[0] not in EXCLUDED_FILES:
                yield path


DELETED_SPACE = re.compile(
    r" (?=[,.;:!?)\]%}])(?!\.\w)"  # before closing punctuation
    r"|(?<=[(\[{$£€#]) "  # after opening punctuation
    r"| (?=(?:n't|'(?:s|t|re|ve|ll|d|m))\b)"  # before clitics
    r"|(?<=\w) (?=- \w)|(?<=\w -) (?=\w)"  # round the hyphen of a compound
    r"|(?<=``) | (?='')")


def untokenise(text: str) -> tuple[str, np.ndarray]:
    """Puts punctuation back where it belongs; also the map from old character offsets to new ones."""
    kept = np.ones(len(text) + 1, bool)
    for m in DELETED_SPACE.finditer(text):
        kept[m.start()] = False
    chars = list(text)
    for m in re.finditer(r"``|''", text):  # Penn quotes
        chars[m.start()] = '"'
        kept[m.start() + 1] = False
    moved = np.concatenate([[0], np.cumsum(kept[:-1])])
    return "".join(c for c, k in zip(chars, kept[:-1], strict=True) if k), moved


def answer_spans(row: dict) -> list[Span]:
    """Spans of the answers, the most frequent first, shorter before longer."""
    context = row["context"]
    starts = row.get("answer_starts") or [context.find(a) for a in row["answers"]]
    found = Counter((s, s + len(a)) for s, a in zip(starts, row["answers"], strict=False)
                    if s >= 0 and a.strip() and context[s:s + len(a)] == a)
    return [trimmed(context, s) for s, _ in sorted(found.items(), key=lambda x: (-x[1], x[0][1] - x[0][0]))]


def trimmed(text: str, span: Span) -> Span:
    """Annotators often took a final stop or comma along; it is no part of the answer."""
    start, end = span
    while end - start > 1 and text[end - 1] in " .,;:!\n":
        end -= 1
    while end - start > 1 and text[start] in " ,;:\n":
        start += 1
    return start, end


def read_contexts(folder: Path) -> list[Context]:
    """All question-answering contexts, each once, with the questions on it."""
    contexts: dict[str, Context] = {}
    for path in files(folder, "qa_*", "unanswerable_*"):
        for row in rows(path):
            text, source = row["context"], row["source"]
            spans = answer_spans(row)
            if len(text) > MAX_CONTEXT or (row["answers"] and not spans):
                continue
            question = row["question"]
            if source.startswith(TOKENISED):
                text, moved = untokenise(text)
                spans = [(int(moved[a]), int(moved[b])) for a, b in spans]
                question = untokenise(question)[0]
            title = "" if source in UNTITLED else untokenise(row.get("title", "").replace("_", " "))[0]
            context = contexts.setdefault(text, Context(text, title, source))
            context.questions.append(Question(question, spans))
    return list(contexts.values())


def read_texts(folder: Path) -> Iterator[tuple[str, str]]:
    """(kind, text) of the plain texts and of the meetings' transcripts."""
    for path in files(folder, "text_*"):
        for row in rows(path):
            if row["source"] not in EXCLUDED_SOURCES:
                yield row["kind"], row["text"]
    for path in files(folder, "meeting_*"):
        for row in rows(path):
            turns = (f"{t['speaker']}: {untokenise(t['text'])[0]}" for t in row["transcript"])
            yield "meeting", "\n".join(turns)
