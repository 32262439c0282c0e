"""Step 4: checkpoints become the ONNX files that ship, with one shared file of word embeddings."""
from __future__ import annotations

import argparse
import hashlib
import json
import shutil
from pathlib import Path

import onnx
from safetensors.torch import load_file

import checkpoint
from network import HIDDEN
from onnx_graph import EMBEDDINGS_FILE, build_graph, build_sentence_graph, embeddings_file


SENTENCE_PIECES = 64  # of a window, with [CLS] and [SEP], as in distil_sentences.py


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True, help="the folder that prepare wrote")
    parser.add_argument("--encoder", nargs=2, action="append", metavar=("NAME", "CHECKPOINT"), default=[])
    parser.add_argument("--sentence-encoder", nargs=2, action="append", metavar=("NAME", "CHECKPOINT"), default=[])
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--float32", action="store_true", help="no int8 products, for comparison")
    parser.add_argument("--exact", default="", help="products that stay in float32, as in down,output")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    words = load_file(args.work / "words.safetensors")
    (args.out / EMBEDDINGS_FILE).write_bytes(embeddings_file(words))
    shutil.copyfile(args.work / "vocab.txt", args.out / "vocab.txt")
    exact = frozenset(x for x in args.exact.split(",") if x)
    for name, path in args.encoder:
        model = build_graph(checkpoint.load(Path(path)), words, not args.float32, exact)
        onnx.save(model, str(args.out / f"{name}.onnx"))
        print(f"wrote {args.out / name}.onnx")
    for name, path in args.sentence_encoder:
        state = checkpoint.load(Path(path))
        onnx.save(build_sentence_graph(state, words, SENTENCE_PIECES), str(args.out / f"{name}.onnx"))
        write_card(args.out, name, checkpoint.layer_count(state))
        print(f"wrote {args.out / name}.onnx")


def write_card(folder: Path, name: str, layers: int) -> None:
    """The card of a sentence encoder; the others' are written by fusion.py."""
    files = {"file": f"{name}.onnx", "external": [EMBEDDINGS_FILE], "vocabulary": "vocab.txt"}
    hashes = {f: hashlib.sha256((folder / f).read_bytes()).hexdigest() for f in (f"{name}.onnx", EMBEDDINGS_FILE, "vocab.txt")}
    card = {"name": name, "version": 1, "layers": layers, "hidden": HIDDEN, "maxPieces": SENTENCE_PIECES} | files
    card |= {"sha256": hashes, "license": "Apache-2.0", "base": "sentence-transformers/all-MiniLM-L6-v2"}
    (folder / f"{name}.json").write_text(json.dumps(card, indent=2) + "\n")


if __name__ == "__main__":
    main()
