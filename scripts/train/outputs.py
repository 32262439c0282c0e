"""An encoder's word scores on a list of passages, with and without the question, ready to be fused."""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lexical import NAMES, Background, features
from network import KEEP_FOR_QUESTION
from runtime import Runtime
from survival import LOWEST, Passage


@dataclass(frozen=True)
class Outputs:
    keep: list[np.ndarray]  # per passage, per unit
    asked: list[np.ndarray]
    lexical: list[np.ndarray]  # per passage, [units, NAMES]; zeros for marks


def lexical_units(passages: list[Passage], background: Background) -> list[np.ndarray]:
    out = []
    for p in passages:
        spans, table = features(p.text, background)
        columns = [p.unit_scores(spans, table[:, i]) for i in range(len(NAMES))]
        units = np.stack(columns, 1)
        out.append(np.where(units <= LOWEST, 0, units))
    return out


def run(runtime: Runtime, passages: list[Passage], background: Background) -> Outputs:
    pieces = runtime.encode([p.text for p in passages])
    questions = runtime.encode([p.question for p in passages])
    known: dict[str, np.ndarray] = {}
    keep, asked = [], []
    for passage, own, question in zip(passages, pieces, questions, strict=True):
        spans = np.stack([own.starts, own.ends], 1)
        if passage.text not in known:
            known[passage.text] = passage.unit_scores(spans, runtime.keep(own))
        keep.append(known[passage.text])
        tokens = runtime.answer(question, own).tokens[:, KEEP_FOR_QUESTION]
        asked.append(passage.unit_scores(spans[:len(tokens)], tokens))
    return Outputs(keep, asked, lexical_units(passages, background))


def fused_keep(outputs: Outputs, share: float) -> list[np.ndarray]:
    return with_scorer(outputs.keep, outputs, share)


def fused_question(outputs: Outputs, share: float) -> list[np.ndarray]:
    return with_scorer(outputs.asked, outputs, share)


def with_scorer(scores: list[np.ndarray], outputs: Outputs, share: float) -> list[np.ndarray]:
    """With the scorer without a model beside a head."""
    return [s + share * x[:, NAMES.index("scorer")] for s, x in zip(scores, outputs.lexical, strict=True)]
