"""How fast encoders are: pieces a second of processor time, one window a call on one thread, as a multiple of another encoder's.

They take turns over the same windows, so that what else the machine does weighs on all alike.
"""
from __future__ import annotations

import time
from pathlib import Path

import numpy as np
from onnxruntime import InferenceSession

from pieces import CLS, SEP, Pieces
from runtime import WINDOW, open_session

WINDOWS = 40
ROUNDS = 9
KINDS = {"tensor(int32)": np.int32, "tensor(int64)": np.int64}
Window = tuple[np.ndarray, np.ndarray]


def full_windows(passages: list[Pieces]) -> list[Window]:
    """Ids and types of the first passages that fill a window."""
    room = WINDOW - 2
    full = [p for p in passages if len(p) >= room][:WINDOWS]
    return [(np.array([[CLS, *p.ids[:room], SEP]]), np.array([[0, *p.types[:room], 0]])) for p in full]


def inputs(session: InferenceSession, ids: np.ndarray, types: np.ndarray) -> dict[str, np.ndarray]:
    """A window as our encoders take it, or an ordinary export of BERT."""
    values = {"ids": ids, "types": types,
              "input_ids": ids, "token_type_ids": np.zeros_like(ids), "attention_mask": np.ones_like(ids)}
    return {i.name: values[i.name].astype(KINDS[i.type]) for i in session.get_inputs()}


def seconds(session: InferenceSession, windows: list[Window]) -> float:
    calls = [inputs(session, *w) for w in windows]
    begin = time.process_time()
    for call in calls:
        session.run(None, call)
    return time.process_time() - begin


def times_faster(models: list[Path], baseline: Path, passages: list[Pieces]) -> list[float]:
    """How many times as fast as the baseline each model is: the middle of the rounds."""
    windows = full_windows(passages)
    sessions = [open_session(path) for path in (baseline, *models)]
    for session in sessions:
        seconds(session, windows[:10])  # the first calls plan memory
    rounds = np.array([[seconds(s, windows) for s in sessions] for _ in range(ROUNDS)])
    return np.median(rounds[:, :1] / rounds[:, 1:], axis=0).tolist()
