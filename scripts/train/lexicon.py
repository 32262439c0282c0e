"""Step 5: the background table of word frequencies, and the weights of the scorer that needs no model.

The weights are those that put the words of known answers above the rest of their passage (softmax over the passage);
which features stay is decided on the development passages.
"""
from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path

import numpy as np
import torch

from corpus import Context, read_contexts, read_texts
from lexical import FEATURES, NAMES, Background, features
from survival import RATES, Passage, survival
from tasks import dev_passages, nq_passages, wiki_like
from words import WORD

PASSAGE = 1_500
MIN_FREQUENCY = 3
MAX_WORDS = 40_000
MAX_LETTERS = 32
RIDGE = 1e-4


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


def training_rows(contexts: list[Context], background: Background) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Features and targets of all words, and the passage that each belongs to."""
    tables, targets, owners = [], [], []
    chosen = [c for c in contexts if wiki_like(c) and not c.is_dev]
    for number, context in enumerate(chosen):
        spans, table = features(context.text[:5_000], background)
        answers = [s for q in context.questions for s in q.spans[:1]]
        target = np.array([any(a < e and b > s for s, e in answers) for a, b in spans], float)
        if target.sum():
            tables.append(table)
            targets.append(target / target.sum())
            owners.append(np.full(len(target), number))
    return np.concatenate(tables), np.concatenate(targets), np.unique(np.concatenate(owners), return_inverse=True)[1]


def fit(table: np.ndarray, target: np.ndarray, owner: np.ndarray, names: list[str]) -> np.ndarray:
    x = torch.tensor(table[:, [NAMES.index(n) for n in names]], dtype=torch.float32)
    scale = x.std(0).clamp(min=1e-6)
    y, group = torch.tensor(target, dtype=torch.float32), torch.tensor(owner)
    groups = int(group.max()) + 1
    weights = torch.zeros(len(names), requires_grad=True)
    optimiser = torch.optim.LBFGS([weights], max_iter=80, line_search_fn="strong_wolfe")

    def closure() -> torch.Tensor:
        optimiser.zero_grad()
        score = x / scale @ weights
        total = torch.zeros(groups).scatter_add(0, group, score.exp())
        loss = -(y * (score - total.log()[group])).sum() / groups + RIDGE * (weights ** 2).sum()
        loss.backward()
        return loss

    optimiser.step(closure)
    return (weights / scale).detach().numpy()


def score(passages: list[Passage], background: Background, weights: dict[str, float]) -> dict[float, float]:
    vector = np.array([weights.get(n, 0.0) for n in NAMES])
    tables = [features(p.text, background) for p in passages]
    return survival(passages, [p.unit_scores(s, t @ vector) for p, (s, t) in zip(passages, tables, strict=True)])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the training files")
    parser.add_argument("--eval", type=Path, required=True, help="folder of the evaluation files, for the figures alone")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    contexts = read_contexts(args.data)
    write_background(contexts, args.data, args.out / "english.tsv")
    background = Background(args.out / "english.tsv")
    dev, test = dev_passages(contexts), nq_passages(args.eval)
    table, target, owner = training_rows(contexts, background)

    def total(names: list[str]) -> tuple[float, dict[str, float]]:
        weights = dict(zip(names, fit(table, target, owner, names).tolist(), strict=True))
        return sum(score(dev, background, weights)[r] for r in RATES[:4]), weights

    names = list(NAMES)
    best, weights = total(names)
    for name in NAMES:  # one backward pass: a feature stays only if it pays on the development passages
        value, without = total([n for n in names if n != name])
        print(f"{name:14} {best - value:+.4f}", flush=True)
        if value >= best:
            best, weights = value, without
            names.remove(name)
    simple = {"idf": 1.0, "capital": 3.0, "digit": 4.0}
    for label, w in (("idf", {"idf": 1.0}), ("idf + 3 capital + 4 digit", simple), ("fitted", weights)):
        print(f"{label:26} dev {score(dev, background, w)}  NQ {score(test, background, w)}")
    figures = {str(r): v for r, v in score(test, background, weights).items()}
    (args.out / "lexical.json").write_text(json.dumps({
        "version": 1, "passages": background.passages, "table": "english.tsv",
        "score": "sum of weight * feature over the features of a word; higher is kept first",
        "features": {n: {"weight": round(weights[n], 4), "is": FEATURES[n]} for n in names},
        "survival": {"about": "share of Natural Questions answers that survive at each keep rate of words", "rates": figures},
    }, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
