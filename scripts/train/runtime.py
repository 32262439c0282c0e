"""Runs exported encoders the way the product does: one window a call, no padding, one thread."""
from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from network import KEEP
from pieces import CLS, COLON, QUESTION_PIECES, SEP, TITLE_PIECES, Pieces, encode

ENCODERS = ("minilm-l8", "minilm-l4", "minilm-l2")  # those that ship, best first
WINDOW = 128
STEP = 100
EDGE = 13  # scores of this many pieces at the start of a later window are left to the window before
QUESTION_WINDOW = 256


@dataclass(frozen=True)
class Scored:
    tokens: np.ndarray  # [pieces of the passage, 4]
    relevance: float


def open_session(path: Path, threads: int = 1) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


class Runtime:
    def __init__(self, path: Path, tokenizer: Tokenizer, threads: int = 1) -> None:
        self.session = open_session(path, threads)
        self.tokenizer = tokenizer

    def run(self, ids: np.ndarray, types: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return self.session.run(["tokens", "relevance"], {"ids": ids, "types": types})

    def window(self, passage: Pieces, low: int, high: int, question: Pieces | None = None,
               title: Pieces | None = None) -> Scored:
        """Scores of the pieces low..high (exclusive) of a passage."""
        ids, types = [CLS], [0]
        if question is not None:
            ids += question.ids[:QUESTION_PIECES].tolist() + [SEP]
            types += [0] * (len(ids) - 1)
        if title is not None and len(title):
            ids += title.ids[:TITLE_PIECES].tolist() + [COLON]
            types += title.types[:TITLE_PIECES].tolist() + [1]
        offset = len(ids)
        ids += passage.ids[low:high].tolist() + [SEP]
        types += passage.types[low:high].tolist() + [0]
        tokens, relevance = self.run(np.array([ids], np.int32), np.array([types], np.int32))
        return Scored(tokens[0, offset:-1], float(relevance[0]))

    def keep(self, passage: Pieces, title: Pieces | None = None) -> np.ndarray:
        """Keep logits without a question, from overlapping windows."""
        room = WINDOW - 2 - (min(len(title), TITLE_PIECES) + 1 if title is not None and len(title) else 0)
        out = np.zeros(len(passage), np.float32)
        step = room - (WINDOW - 2 - STEP)
        for low in range(0, len(passage), step):
            scored = self.window(passage, low, low + room, title=title).tokens[:, KEEP]
            edge = EDGE if low else 0
            out[low + edge:low + len(scored)] = scored[edge:]
            if low + room >= len(passage):
                break
        return out

    def answer(self, question: Pieces, passage: Pieces, title: Pieces | None = None) -> Scored:
        """All scores under a question, in one window cut to its limit."""
        room = QUESTION_WINDOW - 3 - min(len(question), QUESTION_PIECES)
        room -= min(len(title), TITLE_PIECES) + 1 if title is not None and len(title) else 0
        return self.window(passage, 0, room, question, title)

    def encode(self, texts: list[str]) -> list[Pieces]:
        return encode(self.tokenizer, texts)
