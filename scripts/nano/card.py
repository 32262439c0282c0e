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

## Limits
- It answers what it was trained to be asked (`facts.py`, `tasks.py`): who is in charge of something, codes, dates, prices, ports, colours, the value of a key. Of ordinary questions about
  ordinary texts it says that there is no answer, or names something.
- Pairs in JSON without spaces (`{{"key":"value"}}`) are not found.

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


CHECKS = {
    "tokens": "The tokenizer of the file against its original: texts, and those with the same tokens.",
    "parity": "Of 32 tokens that llama.cpp writes behind so many, those that transformers (float32, a processor) would have written; by how much the likeliest token was at least above the next. "
              "`f32`: the weights as they were trained; `shipped`: as the file has them.",
    "answers": "Replies of the file in llama.cpp that are right word for word, by tokens of context. `fact`: one of several in text, asked in other words; `shortened`: one of which a compression "
               "left a part; `pair`: the value of a key; `absent`: that there is none; `notes`: the sentence that answers.",
    "network": "The same at the end of the training, by the network itself (PyTorch, bfloat16): 24,576 tokens are three chunks, so most of what is found there is found without positions.",
    "compressed": "Facts in texts of 200,000 tokens, each among four that look like it, that pith cut to 8000 for the question.",
    "stream": "Forty facts in a long text, read in windows: notes on each, and answers from the notes.",
}


def tables(figures: dict) -> str:
    """Each check as a table."""
    parts = []
    for name, text in CHECKS.items():
        if name not in figures:
            continue
        found = figures[name]
        rows = found if isinstance(found, list) else [{"": key, " ": value} for key, value in found.items()]
        heads = list(rows[0])
        lines = [text, "", f"| {' | '.join(heads)} |", "| --- " * len(heads) + "|"]
        parts.append("\n".join([*lines, *(f"| {' | '.join(str(row[h]) for h in heads)} |" for row in rows)]))
    return "\n\n".join(parts)


if __name__ == "__main__":
    main()
