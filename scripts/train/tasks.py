"""The passages that the measures run on: development passages out of the training files, and the evaluation sets."""
from __future__ import annotations

from pathlib import Path

from corpus import Context, read_contexts, rows
from survival import Passage
from words import contains

WIKI_LIKE = ("qed", "squad-dev", "squadshifts-wiki")
MAX_CHARACTERS = 1_250  # about 250 pieces, the length of the evaluation passages


def wiki_like(context: Context) -> bool:
    return context.source in WIKI_LIKE


def dev_passages(contexts: list[Context]) -> list[Passage]:
    """One row a question on the Wikipedia passages held back from training."""
    out = []
    for c in contexts:
        if c.is_dev and wiki_like(c) and 100 < len(c.text) <= MAX_CHARACTERS:
            out += [Passage(q.text, [c.text[a:b] for a, b in q.spans], c.text, c.title) for q in c.questions if q.spans]
    return out


def dev_pool(contexts: list[Context]) -> list[Passage]:
    """Other Wikipedia passages, to find hard negatives in."""
    return [Passage("", [], c.text, c.title) for c in contexts
            if not c.is_dev and wiki_like(c) and 100 < len(c.text) <= MAX_CHARACTERS]


def nq_passages(folder: Path) -> list[Passage]:
    """Natural Questions with the passage that answers each."""
    out = []
    for row in rows(folder / "multidoc_nq_oracle.jsonl.xz"):
        gold = next(d for d in row["documents"] if d["gold"])
        if contains(gold["text"], row["answers"]):
            out.append(Passage(row["question"], row["answers"], gold["text"], gold["title"]))
    return out


def xquad_passages(folder: Path) -> list[Passage]:
    return [Passage(r["question"], r["answers"], r["context"], r.get("title", "").replace("_", " "))
            for r in rows(folder / "qa_xquad_en.jsonl.xz")]


def load_dev(folder: Path) -> tuple[list[Passage], list[Passage]]:
    contexts = read_contexts(folder)
    return dev_passages(contexts), dev_pool(contexts)
