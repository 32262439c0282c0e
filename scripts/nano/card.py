"""Step 6: what the model is and can do, as a model card beside the file."""
from __future__ import annotations

import argparse
import hashlib
import json
from dataclasses import asdict
from pathlib import Path

import checkpoint

CARD = """# scout-nano

A very small model of Llama 4's architecture, to try pith's path to a language model with: {parameters:,} parameters in {bytes:,} bytes. It finds the
value of a key and facts in long contexts, in the prompt of pith's engines, and says `{not_found}` where there are none. It knows nothing else.

| | |
| --- | --- |
| file | `{file}`, SHA-256 `{sha256}` |
| architecture | `llama4`: {layers} layers of {width}, {experts} experts of {inner} of which each token sees one, beside a shared one |
| attention | {heads} query heads and {kv_heads} of keys and values, {head_width} wide; every fourth layer without positions, over everything; the others in chunks of 8192, with normalised queries and keys; temperature as in Scout |
| tokenizer | byte-level BPE of {vocabulary} tokens, cut as Llama 4 cuts |
| context | trained on up to 32,768 tokens |
| licence | Apache-2.0 |

Trained from random weights by `scripts/nano/` on generated facts, keys and logs, which were hidden in public texts: code and documentation of open-source
projects, data files, terms and policies, news, novels and open-access papers, with their licences in `data/models/README.md`. Words that were made up
for the figures below are not among those of the training, and neither are the texts.

## Figures

{figures}
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True, help="the GGUF file")
    parser.add_argument("--figures", type=Path, required=True, help="what check.py wrote")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    shape, weights = checkpoint.load(args.weights)
    data = args.model.read_bytes()
    args.out.write_text(CARD.format(
        file=args.model.name, sha256=hashlib.sha256(data).hexdigest(), bytes=len(data), parameters=sum(w.numel() for w in weights.values()),
        not_found=json.loads((args.work / "prompt.json").read_text())["notFound"], figures=tables(json.loads(args.figures.read_text())),
        **asdict(shape)))


def tables(figures: dict) -> str:
    """Each check as a table."""
    parts = []
    for name, found in figures.items():
        rows = found if isinstance(found, list) else [{"": key, " ": value} for key, value in found.items()]
        heads = list(rows[0])
        lines = [f"**{name}**", "", f"| {' | '.join(heads)} |", "| --- " * len(heads) + "|"]
        parts.append("\n".join([*lines, *(f"| {' | '.join(str(row[h]) for h in heads)} |" for row in rows)]))
    return "\n\n".join(parts)


if __name__ == "__main__":
    main()
