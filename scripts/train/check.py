"""Step 7: the figures of the shipped encoders on the evaluation sets, written into their model card."""
from __future__ import annotations

import argparse
import json
import re
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from lexical import NAMES, Background
from network import END, KEEP, KEEP_FOR_QUESTION, START
from outputs import Outputs, fused_keep, fused_question, lexical_units, run
from pieces import load_tokenizer
from ranking import DEPTHS, depths, rank
from reader import agreement, choose, read
from runtime import WINDOW, Runtime
from survival import RATES, Passage, survival
from tasks import nq_passages, xquad_passages

ENCODERS = ("minilm-l6", "minilm-l3")
RANKED = 1_000
COMPARED = 150
REPEATS = 60
MARKS = ("<!-- figures, written by scripts/train/check.py -->", "<!-- end of figures -->")


def row(label: str, values: list[float]) -> str:
    return f"| {label} | " + " | ".join(f"{v:.3f}" for v in values) + " |"


def survival_rows(name: str, passages: list[Passage], outputs: Outputs, fusion: dict) -> list[str]:
    variants = {
        "question unknown, model alone": outputs.keep,
        "question unknown, fused (`keep`)": fused_keep(outputs, fusion["keep"]["scorer"]),
        "question known, model alone": outputs.asked,
        "question known, fused (`question`)": fused_question(outputs, fusion["question"]["keep"]),
    }
    return [row(f"{name}, {label}", list(survival(passages, s).values())) for label, s in variants.items()]


def lexical_rows(passages: list[Passage], background: Background) -> list[str]:
    units = lexical_units(passages, background)
    column = lambda name: [x[:, NAMES.index(name)] for x in units]  # noqa: E731
    simple = [i + 3 * c + 4 * d for i, c, d in zip(column("idf"), column("capital"), column("digit"), strict=True)]
    everything = (("idf + 3 capital + 4 digit", simple), ("lexical scorer (level -1)", column("scorer")))
    # Marks come last: they are no answers.
    last = lambda scores: [np.where(x.any(1), s, -100.0) for x, s in zip(units, scores, strict=True)]  # noqa: E731
    return [row(label, list(survival(passages, last(scores)).values())) for label, scores in everything]


def rank_rows(name: str, runtime: Runtime, passages: list[Passage], gamma: float) -> tuple[list[str], str]:
    """Passages cut to the question window; the pool is the other questions' passages."""
    ranked = rank(runtime, passages[:RANKED], passages[RANKED:])
    rows = [row(f"{name}, relevance alone", list(depths(ranked, 0).values())),
            row(f"{name}, fused (`relevance`)", list(depths(ranked, gamma).values()))]
    return rows, row("BM25", list(depths(ranked, 1, 0).values()))


def reader_row(name: str, runtime: Runtime, passages: list[Passage], delta: float) -> str:
    questions, pieces = (runtime.encode([getattr(p, x) for p in passages]) for x in ("question", "text"))
    found = [choose(read(runtime, q, e, p.text), delta) for q, e, p in zip(questions, pieces, passages, strict=True)]
    return row(name, list(agreement(found, [p.answers for p in passages])))


def speed(runtime: Runtime) -> float:
    """Pieces a second of processor time, one window of 128 a call."""
    ids = np.random.default_rng(0).integers(1_000, 30_000, (1, WINDOW), dtype=np.int32)
    call = lambda: runtime.run(ids, ids % 5)  # noqa: E731
    for _ in range(10):
        call()
    begin = time.process_time()
    for _ in range(REPEATS):
        call()
    return WINDOW * REPEATS / (time.process_time() - begin)


def fidelity_row(name: str, runtime: Runtime, exact: Runtime, passages: list[Passage]) -> str:
    """Correlation of each head's int8 output with the float32 one, and how much faster int8 is."""
    pieces, questions = (runtime.encode([getattr(p, x) for p in passages[:COMPARED]]) for x in ("text", "question"))
    pairs = [(r.answer(q, p), r.window(p, 0, WINDOW - 2))
             for p, q in zip(pieces, questions, strict=True) for r in (runtime, exact)]
    head = {
        "keep": lambda a, w: w.tokens[:, KEEP], "question": lambda a, w: a.tokens[:, KEEP_FOR_QUESTION],
        "start": lambda a, w: a.tokens[:, START], "end": lambda a, w: a.tokens[:, END],
        "relevance": lambda a, w: np.array([a.relevance]),
    }
    both: Callable = lambda f: [np.concatenate([f(*x) for x in pairs[i::2]]) for i in (0, 1)]  # noqa: E731
    correlations = [float(np.corrcoef(*both(f))[0, 1]) for f in head.values()]
    ratio = float(np.median([speed(runtime) / speed(exact) for _ in range(3)]))
    return "| " + " | ".join([name] + [f"{c:.4f}" for c in correlations] + [f"{ratio:.2f}"]) + " |"


def table(*columns: str) -> list[str]:
    return ["", "| " + " | ".join(columns) + " |", "|" + " --- |" * len(columns)]


def figures_file(work: Path, name: str) -> Path:
    return work / f"figures-{name}.json"


def card_lines(figures: list[dict], lexical: list[str], nq: int, xquad: int) -> list[str]:
    every = lambda key: [line for f in figures for line in f[key]]  # noqa: E731
    lines = [f"Share of the {nq:,} Natural Questions answers that survive, by the share of words kept:"]
    lines += table("scorer", *(str(r) for r in RATES)) + lexical + every("survival")
    lines += ["", f"The passage that answers within the first 1, 2, 4 and 5 of 20, {RANKED:,} questions, hard BM25 negatives:"]
    lines += table("ranking", *(str(d) for d in DEPTHS)) + [figures[0]["bm25"]] + every("ranking")
    lines += ["", f"Reader on the {xquad:,} questions of XQuAD (English):"]
    lines += table("encoder", "F1", "exact") + [f["reader"] for f in figures]
    lines += ["", "int8 against float32: correlation of the outputs, and pieces a second of processor time as a ratio",
              "(one thread, one window of 128 a call):"]
    return lines + table("encoder", "keep", "question", "start", "end", "relevance", "speed") + [f["fidelity"] for f in figures]


def write_card(card: Path, lines: list[str]) -> None:
    text = card.read_text(encoding="utf-8")
    body = "\n".join([MARKS[0], "", *lines, "", MARKS[1]])
    card.write_text(re.sub(f"{re.escape(MARKS[0])}.*{re.escape(MARKS[1])}", lambda _: body, text, flags=re.S), encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--eval", type=Path, required=True, help="folder of the evaluation files")
    parser.add_argument("--work", type=Path, required=True, help="the folder that prepare wrote")
    parser.add_argument("--lexicon", type=Path, required=True)
    parser.add_argument("--models", type=Path, required=True)
    parser.add_argument("--float32", type=Path, required=True, help="the same encoders exported with --float32")
    parser.add_argument("--names", nargs="*", default=list(ENCODERS), help="those to measure again; the others' figures are kept")
    args = parser.parse_args()
    tokenizer = load_tokenizer(args.work / "tokenizer.json")
    background = Background(args.lexicon / "english.tsv")
    nq, xquad = nq_passages(args.eval), xquad_passages(args.eval)
    for name in args.names:
        runtime = Runtime(args.models / f"{name}.onnx", tokenizer)
        fusion = json.loads((args.models / f"{name}.json").read_text(encoding="utf-8"))["fusion"]
        exact = Runtime(args.float32 / f"{name}.onnx", tokenizer)
        ranks, bm25 = rank_rows(name, runtime, nq, fusion["relevance"]["bm25"])
        figures = {
            "survival": survival_rows(name, nq, run(runtime, nq, background), fusion),
            "ranking": ranks, "bm25": bm25, "reader": reader_row(name, runtime, xquad, fusion["reader"]["relevance"]),
            "fidelity": fidelity_row(name, runtime, exact, nq),
        }
        figures_file(args.work, name).write_text(json.dumps(figures, indent=1), encoding="utf-8")
    stored_figures = [json.loads(f.read_text(encoding="utf-8")) for n in ENCODERS if (f := figures_file(args.work, n)).exists()]
    lines = card_lines(stored_figures, lexical_rows(nq, background), len(nq), len(xquad))
    print("\n".join(lines))
    write_card(args.models / "README.md", lines)


if __name__ == "__main__":
    main()
