"""Step 1: the texts that facts are hidden in, and what pith leaves of such texts."""
from __future__ import annotations

import argparse
import json
import lzma
import subprocess
import zlib
from collections.abc import Iterator
from pathlib import Path
from random import Random

from facts import new_fact
from names import Names

# Text that may be trained on: not logs for research only, nor minutes without a licence.
SHARES = {"text_code": 0.5, "text_data": 0.5, "text_docs": 1.0, "text_legal": 1.0, "text_news": 1.0, "text_prose": 0.3, "text_science": 0.6}
EXCLUDED_SOURCES = ("LIAAD/KeywordExtractor-Datasets",)
LONGEST = 60_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder of text_*.jsonl.xz")
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--compressed", type=int, default=400, help="texts to be compressed for training; a sixth of that for measuring")
    parser.add_argument("--megabytes", type=float, default=30, help="of filler, before packing")
    args = parser.parse_args()
    args.work.mkdir(parents=True, exist_ok=True)
    texts = list(read_texts(args.data))
    Random(0).shuffle(texts)
    for held_out in (False, True):
        name = "-held-out" if held_out else ""
        own = [t for t in texts if is_held_out(t) == held_out]
        chosen = first(own, args.megabytes * 1e6 * (0.1 if held_out else 1))
        with lzma.open(args.work / f"filler{name}.jsonl.xz", "wt", encoding="utf-8", preset=9) as out:
            out.writelines(json.dumps({"text": t}, ensure_ascii=False) + "\n" for t in chosen)
        count = args.compressed // 6 if held_out else args.compressed
        rows = compressed([planted(own, Random(f"{held_out} {i}"), held_out) for i in range(count)])
        (args.work / f"compressed{name}.jsonl").write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows))
        print(f"filler{name}: {len(chosen)} texts; compressed{name}: {len(rows)}, the answer kept in {sum(r['answer'] in r['text'] for r in rows)}")


def read_texts(folder: Path) -> Iterator[str]:
    for name, share in SHARES.items():
        with lzma.open(folder / f"{name}.jsonl.xz", "rt", encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                if row["source"] in EXCLUDED_SOURCES or zlib.crc32(row["id"].encode()) % 1000 >= share * 1000:
                    continue
                text = row["text"]
                yield from (text[i:i + LONGEST] for i in range(0, len(text), LONGEST))


def read_held_out(work: Path) -> list[str]:
    with lzma.open(work / "filler-held-out.jsonl.xz", "rt", encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in lines]


def is_held_out(text: str) -> bool:
    return zlib.crc32(text[:200].encode()) % 20 == 0


def first(texts: list[str], size: float) -> list[str]:
    chosen, total = [], 0
    for text in texts:
        if total >= size:
            break
        chosen.append(text)
        total += len(text)
    return chosen


def planted(texts: list[str], random: Random, held_out: bool) -> dict[str, str | int]:
    """A text with facts in it, the question about one of them, and the tokens that may be left."""
    names = Names(random, held_out)
    fact = new_fact(names)
    decoys = [new_fact(names, fact.relation if random.random() < 0.5 else None) for _ in range(random.randint(0, 4))]
    text = "\n\n".join(t[:LONGEST // 2] for t in random.sample(texts, random.randint(1, 3)))
    for said in [fact, *decoys]:
        at = text.find(". ", random.randrange(len(text))) + 2
        text = f"{text[:at]}{said.statement} {text[at:]}"
    tokens = int(len(text) / 4 / random.uniform(4, 25))
    return {"text": text, "question": fact.question(random), "answer": fact.value, "tokens": max(200, min(6000, tokens))}


def compressed(rows: list[dict[str, str | int]]) -> list[dict[str, str | int]]:
    given = "".join(json.dumps(row) + "\n" for row in rows)
    script = Path(__file__).with_name("compress.mjs")
    left = subprocess.run(["node", script], input=given, stdout=subprocess.PIPE, text=True, check=True).stdout
    return [{**row, **json.loads(line)} for row, line in zip(rows, left.splitlines(), strict=True)]


if __name__ == "__main__":
    main()
