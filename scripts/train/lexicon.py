"""Step 5, behind opinions: the background table of word frequencies, and the weights of the scorer that needs no model.

The weights are those under which the softmax of a passage's scores comes nearest to a mixture: of the softmax of what the
encoder says of its words, and of the words of known answers. What is not fitted (how answers weigh, the ridge, the blend
with neighbours) was found on the development passages.
"""
from __future__ import annotations

import argparse
import base64
import json
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from corpus import Context, read_contexts, read_texts
from lexical import TABLES, Background, Weights, features, values
from opinions import Lesson, lessons
from survival import Passage, survival
from tasks import dev_passages, nq_passages
from words import WORD

PASSAGE = 1_500
MIN_FREQUENCY = 3
MAX_WORDS = 40_000
MAX_LETTERS = 32

SHARPNESS = 1.2  # of the encoder's opinions, whose scale is no probability
ANSWER_SHARE = 0.4  # of the mixture, where answers are known
OTHER_WEIGHT = 0.4  # of a passage that is not like Wikipedia
RIDGE = 0.5
LOWEST = -6.0
STEPS = 250

# On what scale the scores are: that of ADR 10's value per token, inside the range that level 1 divides.
SCALE = 1.2
STEP = 1 / 50
BLEND = 0.15
BASE = 2.5
NOVELTY = 0.15


def write_background(contexts: list[Context], data: Path, out: Path) -> None:
    counts: Counter[str] = Counter()
    passages = 0
    for text in [c.text for c in contexts] + [t for _, t in read_texts(data)]:
        for at in range(0, len(text), PASSAGE):
            counts.update({w for w in WORD.findall(text[at:at + PASSAGE].lower()) if len(w) <= MAX_LETTERS})
            passages += 1
    kept = [(w, n) for w, n in counts.items() if n >= MIN_FREQUENCY]
    kept = sorted(kept, key=lambda x: (-x[1], x[0]))[:MAX_WORDS]
    out.write_text(f"{passages}\n" + "".join(f"{w}\t{n}\n" for w, n in kept), encoding="utf-8")


class Rows:
    """All words of the lessons: values of their features, targets that add up to 1 in each passage, and weights."""

    def __init__(self, read: list[Lesson], opinions: Iterator[np.ndarray], background: Background) -> None:
        found, targets = [], []
        for lesson, opinion in zip(read, opinions, strict=True):
            spans, value = values(lesson.text, background)
            found.append(value)
            targets.append(target(lesson, spans, opinion))
        lengths = np.array([len(t) for t in targets])
        self.starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
        self.passage = np.repeat(np.arange(len(read)), lengths)
        self.target = np.concatenate(targets).astype(np.float32)
        self.weight = np.array([1 if x.is_wiki else OTHER_WEIGHT for x in read], np.float32)
        self.weight /= self.weight.sum()
        self.values = {n: np.concatenate([f[n] for f in found]).astype(np.int32) for n in TABLES}


def target(lesson: Lesson, spans: list[tuple[int, int]], opinion: np.ndarray) -> np.ndarray:
    soft = np.exp(SHARPNESS * (opinion.clip(min=LOWEST) - opinion.max()))
    soft /= soft.sum()
    starts, ends = np.array(spans).T
    hard = np.zeros(len(spans))
    for start, end in lesson.answers:
        inside = (starts < end) & (ends > start)
        hard += inside / max(1, inside.sum())
    if hard.sum() == 0:
        return soft
    return (1 - ANSWER_SHARE) * soft + ANSWER_SHARE * hard / hard.sum()


def fit(rows: Rows, sizes: dict[str, int]) -> dict[str, np.ndarray]:
    borders = np.concatenate([[0], np.cumsum(list(sizes.values()))])
    parts = {n: slice(a, b) for n, a, b in zip(sizes, borders, borders[1:], strict=False)}
    total = rows.weight.sum() / rows.weight.max()
    with ThreadPoolExecutor() as pool:

        def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
            small = weights.astype(np.float32)
            score = np.zeros(len(rows.target), np.float32)
            for name, part in parts.items():
                score += small[part][rows.values[name]]
            best = np.maximum.reduceat(score, rows.starts)
            share = np.exp(score - best[rows.passage])
            sums = np.add.reduceat(share, rows.starts)
            share /= sums[rows.passage]
            each = np.log(sums) + best - np.add.reduceat(rows.target * score, rows.starts)
            slope = (share - rows.target) * rows.weight[rows.passage]
            slopes = pool.map(lambda n: np.bincount(rows.values[n], slope, sizes[n]), parts)
            ridge = RIDGE / total
            return (float(rows.weight @ each + ridge * weights @ weights),
                    np.concatenate(list(slopes)) + 2 * ridge * weights)

        found = minimize(loss, np.zeros(borders[-1]), jac=True, method="L-BFGS-B", options={"maxiter": STEPS, "maxcor": 12})
    print("loss", found.fun, "after", found.nit, "steps", flush=True)
    return {n: found.x[part] for n, part in parts.items()}


def whole_steps(weights: np.ndarray) -> np.ndarray:
    return np.round(weights * SCALE / STEP).clip(-127, 127).astype(np.int8)


def stored(name: str, steps: np.ndarray) -> dict:
    return {"size": len(steps), "is": TABLES[name][1], "steps": base64.b64encode(steps.tobytes()).decode()}


def survived(passages: list[Passage], background: Background) -> dict[float, float]:
    found = [features(p.text, background) for p in passages]
    return survival(passages, [p.unit_scores(s, t[:, -1]) for p, (s, t) in zip(passages, found, strict=True)])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the training files")
    parser.add_argument("--opinions", type=Path, required=True, help="the file that opinions wrote")
    parser.add_argument("--eval", type=Path, required=True, help="folder of the evaluation files, for the figures alone")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    contexts = read_contexts(args.data)
    write_background(contexts, args.data, args.out / "english.tsv")
    background = Background(args.out / "english.tsv")
    opinions = np.load(args.opinions)
    read = lessons(args.data)
    rows = Rows(read, iter(np.split(opinions["scores"], np.cumsum(opinions["words"])[:-1])), background)
    print(len(read), "passages,", len(rows.target), "words", flush=True)
    fitted = fit(rows, {n: background.size(n) for n in TABLES})
    tables = {n: whole_steps(w) for n, w in fitted.items()}
    background.weights = Weights(STEP, BLEND, tables)
    print("dev", survived(dev_passages(contexts), background), flush=True)
    figures = {str(r): v for r, v in survived(nq_passages(args.eval), background).items()}
    (args.out / "lexical.json").write_text(json.dumps({
        "version": 2, "passages": background.passages, "table": "english.tsv",
        "score": "base + own + blend * (own of the word before + own of the word after), where own is step * the sum of what "
                 "the tables say of the word's features, plus novelty * (idf in background and input - idf in the "
                 "background); the first and the last word stand in for a neighbour; higher is kept first",
        "step": STEP, "blend": BLEND, "base": BASE, "novelty": NOVELTY,
        "tables": {n: stored(n, t) for n, t in tables.items()},
        "survival": {"about": "share of Natural Questions answers that survive at each keep rate of words", "rates": figures},
    }, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
