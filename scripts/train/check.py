"""Step 7: the figures of the shipped encoders on the evaluation sets, written into their model card.

The same figures of the float32 encoders are measured beside them, and all of both are in a JSON file for each encoder.
"""
from __future__ import annotations

import argparse
import json
import re
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np

from lexical import NAMES, Background
from network import END, KEEP, KEEP_FOR_QUESTION, START
from outputs import fused_keep, fused_question, lexical_units, run
from pieces import encode, load_tokenizer
from ranking import DEPTHS, depths, rank
from reader import agreement, choose, read
from runtime import ENCODERS, WINDOW, Runtime
from speed import times_faster
from survival import RATES, Passage, survival
from tasks import nq_passages, xquad_passages

RANKED = 1_000
COMPARED = 150
MARKS = ("<!-- figures, written by scripts/train/check.py -->", "<!-- end of figures -->")

Figures = dict[str, dict[str, dict]]  # of each group, of each way to score
UNKNOWN, KNOWN, RANKING, READER = GROUPS = ("question unknown", "question known", "ranking", "reader")


def row(label: str, values: Iterable[float], digits: int = 3) -> str:
    return f"| {label} | " + " | ".join(f"{v:.{digits}f}" for v in values) + " |"


def measured(runtime: Runtime, fusion: dict, nq: list[Passage], xquad: list[Passage], background: Background) -> Figures:
    outputs = run(runtime, nq, background)
    # Passages cut to the question window; the pool is the other questions' passages.
    ranked = rank(runtime, nq[:RANKED], nq[RANKED:])
    return {
        UNKNOWN: {"model alone": survival(nq, outputs.keep),
                  "fused (`keep`)": survival(nq, fused_keep(outputs, fusion["keep"]["scorer"]))},
        KNOWN: {"model alone": survival(nq, outputs.asked),
                "fused (`question`)": survival(nq, fused_question(outputs, fusion["question"]["keep"]))},
        RANKING: {"relevance": depths(r.relevance for r in ranked)},
        READER: {"fused (`reader`)": read_figures(runtime, xquad, fusion["reader"]["relevance"])},
        "without a model": {"BM25": depths(r.bm25 for r in ranked)},
    }


def lexical_rows(passages: list[Passage], background: Background) -> list[str]:
    units = lexical_units(passages, background)
    column = lambda name: [x[:, NAMES.index(name)] for x in units]  # noqa: E731
    simple = [i + 3 * c + 4 * d for i, c, d in zip(column("idf"), column("capital"), column("digit"), strict=True)]
    everything = (("idf + 3 capital + 4 digit", simple), ("lexical scorer (level -1)", column("scorer")))
    # Marks come last: they are no answers.
    last = lambda scores: [np.where(x.any(1), s, -100.0) for x, s in zip(units, scores, strict=True)]  # noqa: E731
    return [row(label, survival(passages, last(scores)).values()) for label, scores in everything]


def read_figures(runtime: Runtime, passages: list[Passage], delta: float) -> dict[str, float]:
    questions, pieces = (runtime.encode([getattr(p, x) for p in passages]) for x in ("question", "text"))
    found = [choose(read(runtime, q, e, p.text), delta) for q, e, p in zip(questions, pieces, passages, strict=True)]
    return dict(zip(("F1", "exact"), agreement(found, [p.answers for p in passages]), strict=True))


def correlations(runtime: Runtime, exact: Runtime, passages: list[Passage]) -> dict[str, float]:
    """Of each head's int8 output with the float32 one."""
    pieces, questions = (runtime.encode([getattr(p, x) for p in passages[:COMPARED]]) for x in ("text", "question"))
    pairs = [(r.answer(q, p), r.window(p, 0, WINDOW - 2))
             for p, q in zip(pieces, questions, strict=True) for r in (runtime, exact)]
    head = {
        "keep": lambda a, w: w.tokens[:, KEEP], "question": lambda a, w: a.tokens[:, KEEP_FOR_QUESTION],
        "start": lambda a, w: a.tokens[:, START], "end": lambda a, w: a.tokens[:, END],
        "relevance": lambda a, w: np.array([a.relevance]),
    }
    both: Callable = lambda f: [np.concatenate([f(*x) for x in pairs[i::2]]) for i in (0, 1)]  # noqa: E731
    return {name: float(np.corrcoef(*both(f))[0, 1]) for name, f in head.items()}


def furthest(int8: Figures, float32: Figures) -> list[float]:
    """The largest difference in each group of figures."""
    return [max(abs(value - float32[group][label][at]) for label, values in int8[group].items() for at, value in values.items())
            for group in GROUPS]


def table(*columns: str) -> list[str]:
    return ["", "| " + " | ".join(columns) + " |", "|" + " --- |" * len(columns)]


def figures_file(work: Path, name: str) -> Path:
    return work / f"figures-{name}.json"


def card_lines(stored: dict[str, dict], lexical: list[str], nq: int, xquad: int) -> list[str]:
    def rows(*groups: str, name: Callable[[str, str, str], str]) -> list[str]:
        return [row(name(encoder, group, label), values.values()) for encoder, s in stored.items()
                for group in groups for label, values in s["int8"][group].items()]

    first = next(iter(stored.values()))
    lines = [f"Share of the {nq:,} Natural Questions answers that survive, by the share of words kept:"]
    lines += table("scorer", *(str(r) for r in RATES)) + lexical
    lines += rows(UNKNOWN, KNOWN, name=lambda encoder, group, label: f"{encoder}, {group}, {label}")
    lines += ["", f"The passage that answers within the first 1, 2, 4 and 5 of 20, {RANKED:,} questions, hard BM25 negatives:"]
    lines += table("ranking", *(str(d) for d in DEPTHS)) + [row("BM25", first["int8"]["without a model"]["BM25"].values())]
    lines += rows(RANKING, name=lambda encoder, _, label: f"{encoder}, {label}")
    lines += ["", f"Reader on the {xquad:,} questions of XQuAD (English):"]
    lines += table("encoder", "F1", "exact") + rows(READER, name=lambda encoder, *_: encoder)
    lines += ["", "int8 against float32, correlation of the outputs:"]
    lines += table("encoder", *first["correlations"]) + [row(n, s["correlations"].values(), 4) for n, s in stored.items()]
    lines += ["", "int8 against float32, the largest difference of the figures above:"]
    lines += table("encoder", *GROUPS) + [row(n, furthest(s["int8"], s["float32"]), 4) for n, s in stored.items()]
    lines += ["", "Pieces a second of processor time, as a multiple of all-MiniLM-L6-v2's in float32 (one thread, one window of",
              f"{WINDOW} a call, the same windows in turns, the middle of several rounds):"]
    return lines + table("encoder", "speed") + [row(n, [s["speed"]], 2) for n, s in stored.items()]


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
    parser.add_argument("--baseline", type=Path, required=True, help="all-MiniLM-L6-v2 in float32, .onnx, for the speed")
    parser.add_argument("--names", nargs="*", default=list(ENCODERS), help="those to measure again; the others' figures are kept")
    args = parser.parse_args()
    tokenizer = load_tokenizer(args.work / "tokenizer.json")
    background = Background(args.lexicon / "english.tsv")
    nq, xquad = nq_passages(args.eval), xquad_passages(args.eval)
    paths = [args.models / f"{name}.onnx" for name in args.names]
    speeds = times_faster(paths, args.baseline, encode(tokenizer, [p.text for p in nq]))
    for name, path, speed in zip(args.names, paths, speeds, strict=True):
        fusion = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))["fusion"]
        runtime, exact = Runtime(path, tokenizer), Runtime(args.float32 / path.name, tokenizer)
        figures = {kind: measured(r, fusion, nq, xquad, background) for kind, r in (("int8", runtime), ("float32", exact))}
        figures |= {"correlations": correlations(runtime, exact, nq), "speed": speed}
        figures_file(args.work, name).write_text(json.dumps(figures, indent=1), encoding="utf-8")
    stored = {n: json.loads(f.read_text(encoding="utf-8")) for n in ENCODERS if (f := figures_file(args.work, n)).exists()}
    lines = card_lines(stored, lexical_rows(nq, background), len(nq), len(xquad))
    print("\n".join(lines))
    write_card(args.models / "README.md", lines)


if __name__ == "__main__":
    main()
