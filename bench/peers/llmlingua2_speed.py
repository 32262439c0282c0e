"""Step 5: CPU seconds of LLMLingua-2's own code for a text, and those of pith for the same text, in turns, a thread each.

The classifier has the size of llmlingua-2-bert-base-multilingual-cased (12 layers of 768) and random weights: its speed does
not depend on what they are. Its vocabulary is pith's, not the multilingual one; that changes the size of a look-up only.
"""
from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import torch
from transformers import BertConfig, BertForTokenClassification, BertTokenizer

from llmlingua_setup import compressor

ROOT = Path(__file__).parents[2]
NAME = "bert-base-multilingual-cased"  # LLMLingua knows the tokenizer's kind by the name
RATE = 0.33
SHORT = 1_000  # characters of a text that stands for start-up


def make_model(folder: Path) -> None:
    torch.manual_seed(0)
    tokenizer = BertTokenizer(ROOT / "data" / "models" / "vocab.txt", do_lower_case=True)
    config = BertConfig(vocab_size=len(tokenizer), num_labels=2)  # BertConfig's defaults are 12 layers of 768
    BertForTokenClassification(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)


def llmlingua2(model: Path, text: str) -> float:
    """CPU seconds of a compression, without loading the model."""
    lingua = compressor(model, use_llmlingua2=True)
    lingua.compress_prompt([text[:SHORT]], rate=RATE)
    begin = time.process_time()
    lingua.compress_prompt([text], rate=RATE)
    return time.process_time() - begin


def process_seconds(command: list[str]) -> tuple[float, str]:
    """CPU seconds of a whole process, and what it wrote."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        raise SystemExit(f"{command[:3]} failed")
    return usage.ru_utime + usage.ru_stime, output


def pith(file: Path, level: int) -> float:
    command = ["node", str(ROOT / "dist" / "cli" / "main.js"), "compress", str(file), f"-{level}", "--rate", str(RATE)]
    return process_seconds([*command, "-T", "1", "--quiet"])[0]


def one_round(model: Path, long: Path, short: Path, level: int) -> dict[str, float]:
    whole, inside = process_seconds([sys.executable, __file__, str(long), "--model", str(model)])
    process, start = pith(long, level), pith(short, level)
    return {"llmlingua2Process": whole, "llmlingua2": float(inside), "pithProcess": process, "pith": process - start}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("text", type=Path, help="plain text")
    parser.add_argument("--characters", type=int, default=100_000, help="of the text that are read")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--level", type=int, default=6)
    parser.add_argument("--model", type=Path, help=argparse.SUPPRESS)  # set: compress the text once, print the seconds
    args = parser.parse_args()
    text = args.text.read_text(encoding="utf-8")[:args.characters]
    if args.model:
        print(llmlingua2(args.model, text))
        return
    with tempfile.TemporaryDirectory() as folder:
        model, long, short = Path(folder, NAME), Path(folder, "long.txt"), Path(folder, "short.txt")
        make_model(model)
        long.write_text(text, encoding="utf-8")
        short.write_text(text[:SHORT], encoding="utf-8")
        rounds = [one_round(model, long, short, args.level) for _ in range(args.rounds)]
    tokens = len(BertTokenizer(ROOT / "data" / "models" / "vocab.txt", do_lower_case=True).tokenize(text))
    best = {name: min(r[name] for r in rounds) for name in rounds[0]}
    print(json.dumps({
        "characters": len(text), "tokens": tokens, "level": args.level,
        "cpuSeconds": {name: round(s, 2) for name, s in best.items()},
        "tokensPerCpuSecond": {name: round(tokens / s) for name, s in best.items()},
        "wholeProcesses": round(best["llmlingua2Process"] / best["pithProcess"], 1),
        "withoutStart": round(best["llmlingua2"] / best["pith"], 1),
        "rounds": rounds,
    }, indent=1))


if __name__ == "__main__":
    main()
