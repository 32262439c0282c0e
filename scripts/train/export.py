"""Step 4: checkpoints become the ONNX files that ship, with one shared file of word embeddings."""
from __future__ import annotations

import argparse
import shutil
from pathlib import Path

import onnx
from safetensors.torch import load_file

import checkpoint
from onnx_graph import EMBEDDINGS_FILE, build_graph, embeddings_file


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True, help="the folder that prepare wrote")
    parser.add_argument("--encoder", nargs=2, action="append", metavar=("NAME", "CHECKPOINT"), required=True)
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


if __name__ == "__main__":
    main()
