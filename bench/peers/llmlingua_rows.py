"""Step 3: what LLMLingua 0.2.2 keeps of each passage, a JSON line each; goes on where it was stopped.

By default it works in steps of 200 tokens, and what is left of a text after whole steps stays as it is: a passage below
200 tokens comes back whole. So each is read in one step of its own length, which suits LLMLingua best.
It does not keep to the rate it is asked for, least of all in words. So each passage is compressed twice for each rate:
as asked, and at the rate, found by bisection, whose output comes nearest to the words and marks that others may keep.
The surprisal of each token is stored too, to see what the model says apart from what LLMLingua makes of it.
"""
from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

import torch
from llmlingua import PromptCompressor

from llmlingua_setup import compressor
from measure import RATES, Passage, nq_passages, room, words_and_marks

STEPS = 9  # of bisection: finer than one token of a passage


class OneReading:
    """Remembers what the model said of a text, since rates differ only in what is made of that."""

    def __init__(self, model: torch.nn.Module) -> None:
        self.model = model
        self.said: dict[bytes, object] = {}

    def __call__(self, ids: torch.Tensor, past_key_values: object = None, **options: object) -> object:
        if past_key_values is not None:
            return self.model(ids, past_key_values=past_key_values, **options)
        key = ids.numpy().tobytes()
        if key not in self.said:
            self.said[key] = self.model(ids, past_key_values=None, **options)
        return self.said[key]


def surprisals(lingua: PromptCompressor, text: str) -> list[tuple[int, int, float]]:
    """Span and surprisal (nats) of each token but the first, which has none."""
    read = lingua.tokenizer(text, return_tensors="pt", return_offsets_mapping=True)
    loss = lingua.get_ppl("", "token", read.input_ids, read.attention_mask).tolist()
    return [(a, b, round(x, 4)) for (a, b), x in zip(read.offset_mapping[0, 1:].tolist(), loss, strict=True)]


def nearest(compress, passage: Passage, rate: float) -> dict:
    wanted, low, high, tried = room(passage, rate), 0.0, 1.0, []
    for _ in range(STEPS):
        asked = (low + high) / 2
        text = compress(passage.text, asked)
        found = words_and_marks(text)
        tried.append((abs(found - wanted), -found, asked, text))
        low, high = (low, asked) if found > wanted else (asked, high)
    _, _, asked, text = min(tried)
    return {"asked": round(asked, 4), "text": text}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--eval", type=Path, required=True, help="folder of the evaluation files")
    parser.add_argument("--model", type=Path, required=True, help="the folder of step 1")
    parser.add_argument("--out", type=Path, required=True, help="JSON lines to write, or to go on with")
    parser.add_argument("--rows", type=int, default=200)
    args = parser.parse_args()
    lingua = compressor(args.model)
    lingua.model = model = OneReading(lingua.model)

    def compress(text: str, rate: float) -> str:
        tokens = lingua.get_token_length(text)
        return lingua.compress_prompt([text], rate=rate, iterative_size=tokens)["compressed_prompt"]

    done = len(args.out.read_text(encoding="utf-8").splitlines()) if args.out.exists() else 0
    with args.out.open("a", encoding="utf-8") as out:
        for passage in nq_passages(args.eval)[done:args.rows]:
            model.said.clear()
            begin = time.process_time()
            compress(passage.text, RATES[0])
            seconds = time.process_time() - begin
            asked = {r: compress(passage.text, r) for r in RATES}
            fitted = {r: nearest(compress, passage, r) for r in RATES}
            defaults = {r: lingua.compress_prompt([passage.text], rate=r)["compressed_prompt"] for r in RATES}
            line = {"passage": passage.text, "cpuSeconds": round(seconds, 3), "asked": asked, "fitted": fitted,
                    "defaults": defaults, "surprisals": surprisals(lingua, passage.text)}
            out.write(json.dumps(line) + "\n")
            out.flush()


if __name__ == "__main__":
    main()
