"""Step 2: a byte-level BPE with the pre-tokenizer of Llama 4."""
from __future__ import annotations

import argparse
import json
import lzma
from collections.abc import Iterator
from pathlib import Path
from random import Random

from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers, trainers

from facts import new_fact
from names import Names
from prompt import SPECIAL

CONTRACTIONS = "(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
UPPER, LOWER = r"[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]", r"[\p{Ll}\p{Lm}\p{Lo}\p{M}]"
LLAMA4 = (rf"[^\r\n\p{{L}}\p{{N}}]?{UPPER}*{LOWER}+{CONTRACTIONS}|[^\r\n\p{{L}}\p{{N}}]?{UPPER}+{LOWER}*{CONTRACTIONS}"
          r"|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--size", type=int, default=8192)
    parser.add_argument("--characters", type=float, default=20e6)
    args = parser.parse_args()
    tokenizer = trained(texts(args.work, args.characters), args.size)
    tokenizer.save(str(args.work / "tokenizer.json"))
    print(f"{tokenizer.get_vocab_size()} tokens")


def trained(texts: Iterator[str], size: int) -> Tokenizer:
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Split(Regex(LLAMA4), "isolated"), pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])
    tokenizer.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    tokenizer.train_from_iterator(texts, trainers.BpeTrainer(vocab_size=size - len(SPECIAL), initial_alphabet=alphabet, show_progress=False))
    tokenizer.add_special_tokens(list(SPECIAL))
    return tokenizer


def texts(work: Path, characters: float) -> Iterator[str]:
    """The filler, the prompts, and as many facts and values as make a tenth of all."""
    yield from json.loads((work / "prompt.json").read_text()).values()
    names, read, made = Names(Random(1), held_out=False), 0, 0
    with lzma.open(work / "filler.jsonl.xz", "rt", encoding="utf-8") as lines:
        for line in lines:
            text = json.loads(line)["text"]
            read += len(text)
            yield text
            while made < read / 10:
                fact = new_fact(names)
                said = f"{fact.statement} {fact.question(names.random)}\n\"{names.key()}\": \"{names.value()}\",\n"
                made += len(said)
                yield said
            if read > characters:
                return


if __name__ == "__main__":
    main()
