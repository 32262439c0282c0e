"""Step 6: the weights that fuse the heads with lexical features, tuned on the development passages, into the json files."""
from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path

import numpy as np
import onnx

from lexical import Background
from onnx_graph import EMBEDDINGS_FILE
from outputs import fused_keep, fused_question, run
from pieces import load_tokenizer
from ranking import Ranked, depths, rank
from reader import agreement, choose
from runtime import ENCODERS, Runtime
from survival import RATES, Passage, survival
from tasks import load_dev

RANKED = 400
BASE = "sentence-transformers/all-MiniLM-L6-v2"
DONORS = {"minilm-l8": "BAAI/bge-small-en-v1.5"}  # of some layers


def quality(passages: list[Passage], scores: list[np.ndarray], rates: tuple[float, ...] = RATES[:4]) -> float:
    return float(np.mean(list(survival(passages, scores, rates).values())))


def reader_f1(passages: list[Passage], ranked: list[Ranked], delta: float) -> float:
    return agreement([choose(r.spans, delta) for r in ranked], [p.answers for p in passages])[0]


def tune(runtime: Runtime, dev: list[Passage], pool: list[Passage], background: Background) -> dict:
    outputs = run(runtime, dev, background)
    scorer = max((0.0, 0.1, 0.15, 0.2, 0.3, 0.45, 0.6, 0.8, 1.0, 1.4, 2.0), key=lambda v: quality(dev, fused_keep(outputs, v)))
    print("  keep", quality(dev, outputs.keep), "with the scorer", quality(dev, fused_keep(outputs, scorer)), flush=True)
    # Never 0: passages that were not read with the question are told apart by this part alone.
    beta = max((0.1, 0.2, 0.3, 0.45, 0.6), key=lambda v: quality(dev, fused_question(outputs, v), RATES))
    asked = dev[::max(1, len(dev) // RANKED)]
    ranked = rank(runtime, asked, pool)
    delta = max((0.0, 0.5, 1.0, 2.0, 3.0), key=lambda v: reader_f1(asked, ranked, v))
    print("  ranks", depths(r.relevance for r in ranked), "reader", reader_f1(asked, ranked, delta), flush=True)
    return {"keep": {"scorer": scorer}, "question": {"keep": beta}, "reader": {"relevance": delta}}


def describe(folder: Path, name: str, fusion: dict) -> dict:
    files = [f"{name}.onnx", EMBEDDINGS_FILE, "vocab.txt"]
    graph = onnx.load(folder / f"{name}.onnx", load_external_data=False).graph
    layers = sum(n.op_type == "Softmax" for n in graph.node)
    return {
        "name": name, "version": 1, "layers": layers, "hidden": 384, "maxPieces": 512,
        "questionWindow": 256, "file": files[0], "external": [EMBEDDINGS_FILE], "vocabulary": "vocab.txt",
        "sha256": {f: hashlib.sha256((folder / f).read_bytes()).hexdigest() for f in files},
        "license": "Apache-2.0", "base": ", ".join(filter(None, (BASE, DONORS.get(name)))), "fusion": fusion,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the training files")
    parser.add_argument("--work", type=Path, required=True, help="the folder that prepare wrote")
    parser.add_argument("--lexicon", type=Path, required=True)
    parser.add_argument("--models", type=Path, required=True)
    parser.add_argument("--names", nargs="+", default=list(ENCODERS))
    args = parser.parse_args()
    tokenizer = load_tokenizer(args.work / "tokenizer.json")
    background = Background(args.lexicon / "english.tsv")
    dev, pool = load_dev(args.data)
    print(len(dev), "questions,", len(pool), "other passages")
    for name in args.names:
        fusion = tune(Runtime(args.models / f"{name}.onnx", tokenizer), dev, pool, background)
        text = json.dumps(describe(args.models, name, fusion), indent=2) + "\n"
        (args.models / f"{name}.json").write_text(text, encoding="utf-8")
        print(name, json.dumps(fusion), flush=True)


if __name__ == "__main__":
    main()
