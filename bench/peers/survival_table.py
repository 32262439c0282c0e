"""Step 4: answers that survive, by the share of words and marks that is kept: pith, its baselines and LLMLingua.

Every figure comes from the texts that this run has of each: share of answers that still stand in the output as whole words,
and the share of words and marks that the output really has.
"""
from __future__ import annotations

import argparse
import json
import random
import subprocess
from pathlib import Path

import numpy as np

from measure import LOWEST, RATES, Background, Passage, contains, kept, nq_passages, words_and_marks

ROOT = Path(__file__).parents[2]
LEVELS = (1, 3, 6, 9)
SEEDS = 5
ORDER = 1e-9  # of two units with the same score the earlier one is kept
Outputs = dict[float, list[str]]


def by_score(passages: list[Passage], score) -> Outputs:
    scores = [np.asarray(score(p), float) - ORDER * np.arange(len(p.units)) for p in passages]
    return {r: [kept(p, s, r) for p, s in zip(passages, scores, strict=True)] for r in RATES}


def seeded(seed: int):
    generator = random.Random(seed)
    return lambda p: [generator.random() for _ in p.units]


def idf():
    """Of the words, in the background table; marks come last."""
    background = Background(ROOT / "data" / "lexicon" / "english.tsv")
    score = lambda unit: background.idf(unit) if unit[0].isalnum() else LOWEST  # noqa: E731
    return lambda p: [score(p.text[a:b]) for a, b in p.units]


def information(passage: Passage, surprisals: list[tuple[int, int, float]]) -> np.ndarray:
    """Of each word, the surprisals of its tokens added up; marks come last."""
    starts = [a for a, _ in passage.units]
    scores = np.array([0 if passage.text[a].isalnum() else LOWEST for a in starts], float)
    owners = np.searchsorted(starts, [a for a, _, _ in surprisals], side="right") - 1
    np.add.at(scores, owners.clip(0), [s for _, _, s in surprisals])
    return scores


def pith(passages: list[Passage]) -> dict[str, Outputs]:
    request = json.dumps({"texts": [p.text for p in passages], "rates": RATES, "levels": LEVELS})
    script = Path(__file__).with_name("pith-rows.mjs")
    done = subprocess.run(["node", script], input=request, capture_output=True, text=True, check=True, cwd=ROOT)
    return {f"pith level {level}": {float(r): texts for r, texts in by_rate.items()}
            for level, by_rate in json.loads(done.stdout).items()}


def llmlingua(passages: list[Passage], path: Path) -> dict[str, Outputs]:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    by_text = {row["passage"]: row for row in rows}
    own = [by_text[p.text] for p in passages]
    found = {row["passage"]: row["surprisals"] for row in own}
    return {
        "LLMLingua, default steps": {r: [row["defaults"][str(r)] for row in own] for r in RATES},
        "LLMLingua, as asked": {r: [row["asked"][str(r)] for row in own] for r in RATES},
        "LLMLingua, at the rate that fits": {r: [row["fitted"][str(r)]["text"] for row in own] for r in RATES},
        "surprisal in its model": by_score(passages, lambda p: information(p, found[p.text])),
    }


def figures(passages: list[Passage], outputs: Outputs) -> dict[str, dict[str, float]]:
    sizes = [len(p.units) for p in passages]
    return {str(r): {
        "survival": float(np.mean([contains(t, p.answers) for t, p in zip(outputs[r], passages, strict=True)])),
        "reached": float(np.mean([words_and_marks(t) / n for t, n in zip(outputs[r], sizes, strict=True)])),
    } for r in RATES}


def table(results: dict[str, dict]) -> list[str]:
    lines = ["| what | " + " | ".join(map(str, RATES)) + " | really kept |", "|---|" + "---|" * (len(RATES) + 1)]
    for name, result in results.items():
        cells = [f"{result[str(r)]['survival']:.3f}" for r in RATES]
        reached = ", ".join(f"{result[str(r)]['reached']:.3f}" for r in RATES)
        lines.append(f"| {name} | " + " | ".join(cells) + f" | {reached} |")
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--eval", type=Path, required=True, help="folder of the evaluation files")
    parser.add_argument("--llmlingua", type=Path, help="the file of step 3; without it LLMLingua is left out")
    parser.add_argument("--rows", type=int, default=200)
    parser.add_argument("--out", type=Path, required=True, help="JSON to write; the same with .md gets the table")
    args = parser.parse_args()
    passages = nq_passages(args.eval)[:args.rows]
    runs = [by_score(passages, seeded(s)) for s in range(SEEDS)]
    chance = {r: [t for run in runs for t in run[r]] for r in RATES}
    results = {f"random, mean of {SEEDS} seeds": figures(passages * SEEDS, chance)}
    methods = {"beginning": by_score(passages, lambda p: -np.arange(len(p.units))),
               "IDF": by_score(passages, idf())}
    methods |= llmlingua(passages, args.llmlingua) if args.llmlingua else {}
    results |= {name: figures(passages, outputs) for name, outputs in (methods | pith(passages)).items()}
    args.out.write_text(json.dumps({"passages": len(passages), "results": results}, indent=1) + "\n", encoding="utf-8")
    lines = [f"{len(passages)} passages", "", *table(results)]
    args.out.with_suffix(".md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
