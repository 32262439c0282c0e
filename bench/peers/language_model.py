"""Step 2: whether the folder of step 1 is a language model: perplexity of a text, and how it goes on."""
from __future__ import annotations

import argparse
from pathlib import Path

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

WINDOW = 512
PROMPT = "The capital of France is Paris. The capital of Italy is"


def perplexity(model, ids: torch.Tensor) -> float:
    losses = [model(window, labels=window).loss for window in ids.split(WINDOW, dim=1) if window.shape[1] == WINDOW]
    return float(torch.stack(losses).mean().exp())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, required=True, help="the folder of step 1")
    parser.add_argument("--text", type=Path, required=True, help="plain English; the first 20,000 characters are read")
    args = parser.parse_args()
    torch.set_num_threads(1)
    tokenizer = AutoTokenizer.from_pretrained(args.model)
    model = AutoModelForCausalLM.from_pretrained(args.model).eval()
    with torch.no_grad():
        text = args.text.read_text(encoding="utf-8")[:20_000]
        ids = tokenizer(text, return_tensors="pt").input_ids
        assert tokenizer.decode(ids[0]) == text, "the tokenizer does not give back its text"
        print(f"perplexity {perplexity(model, ids):.1f} over {ids.shape[1]} tokens in windows of {WINDOW}")
        prompt = tokenizer(PROMPT, return_tensors="pt")
        print(tokenizer.decode(model.generate(**prompt, max_new_tokens=40, do_sample=False)[0]))


if __name__ == "__main__":
    main()
