"""Step 5: whether llama.cpp says what transformers says, and how many questions are answered. All tasks are held out."""
from __future__ import annotations

import argparse
import json
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

import numpy as np
from tokenizers import Tokenizer

import checkpoint
import export
import prepare
from facts import Fact, new_fact
from filler import TextFiller
from llama import Llama
from names import Names
from tasks import CHUNK, Mix, Tasks

PARITY_LENGTHS = (4096, CHUNK + 64, 2 * CHUNK + 64)
MOST = 64
CHECKS = ("tokens", "parity", "answers", "compressed", "stream")


def main() -> None:
    args = arguments()
    figures = json.loads(args.out.read_text()) if args.out.exists() else {}
    for name in args.only or CHECKS:
        figures[name] = globals()[name](args)
        print(name, json.dumps(figures[name], indent=1), flush=True)
        args.out.write_text(json.dumps(figures, indent=1) + "\n")


def tokens(args: argparse.Namespace) -> dict[str, int]:
    """The tokenizer of the file against its original, on the texts of the tasks."""
    tasks = held_out(args)
    texts = [tasks.prompt.tokenizer.decode(tasks.sample(Mix(500, 4000), 4000).context.tolist()) for _ in range(args.samples)]
    texts += ["Ein Größenmaß, 12345678 Stück; été\n\n  \t indented\r\nI'LL CamelCase HTTPServer", "naïve 中文 русский ½ 🙂"]
    with Llama(args.library, args.model, 512) as llama:
        same = sum(llama.tokens(t) == tasks.prompt.text(t) for t in texts)
    return {"texts": len(texts), "same": same}


def parity(args: argparse.Namespace) -> list[dict]:
    """transformers in float32 beside a file in float32, and, with the rounded weights, beside the shipped one, whose products are rounded as well."""
    from parity import compare, prompt_of, reference

    shape, weights = checkpoint.load(args.weights)
    prompts = [prompt_of(held_out(args), n) for n in PARITY_LENGTHS]
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        full = Path(folder) / "f32.gguf"
        export.write(full, shape, weights, args.work / "tokenizer.json", "f32")
        for name, path, own in (("f32", full, weights), ("shipped", args.model, export.rounded(weights, args.form))):
            model = reference(shape, own)
            with Llama(args.library, path, PARITY_LENGTHS[-1] + 256, exact=True) as llama:
                rows += [{"file": name, **compare(model, llama, p)} for p in prompts]
    return rows


def answers(args: argparse.Namespace) -> dict[str, str]:
    """Facts in filler and pairs among pairs, by length."""
    figures = {}
    with Llama(args.library, args.model, max(args.lengths) + 2048) as llama:
        for length in args.lengths:
            for kind in ("fact", "pair"):
                tasks, right, total = held_out(args, seed=length), Counter(), Counter()
                while sum(total.values()) < args.questions:
                    sample = tasks.of_kind(kind, length)
                    said = llama.replies(sample.context.tolist(), [b.question for b in sample.branches], MOST, stop(tasks))
                    for branch, reply in zip(sample.branches, said, strict=True):
                        total[branch.kind] += 1
                        right[branch.kind] += reply == branch.reply[:-1]
                figures |= {f"{kind}@{length}: {k}": rate(right[k], total[k]) for k in sorted(total)}
    return figures


def compressed(args: argparse.Namespace) -> dict[str, str]:
    """Facts in texts of 200,000 tokens that pith cut to 8000 for the question."""
    tasks, right, kept = held_out(args), 0, 0
    texts = prepare.read_held_out(args.work)
    rows = [long_row(texts, Random(f"long {i}"), 800_000) for i in range(args.samples)]
    with Llama(args.library, args.model, 24_576) as llama:
        for row in prepare.compressed(rows):
            [reply] = llama.replies(context_of(tasks, {"-": row["text"]}), [tasks.prompt.tail("answer", row["question"])], MOST, stop(tasks))
            kept += row["answer"] in row["text"]
            right += tasks.prompt.tokenizer.decode(reply).strip() == row["answer"]
    return {"answered": rate(right, len(rows)), "kept by pith": rate(kept, len(rows))}


def stream(args: argparse.Namespace) -> dict[str, str]:
    """Forty facts in two million characters, read in windows: notes on each window, and answers from the notes."""
    tasks, names = held_out(args), Names(Random("stream"), True)
    facts = [new_fact(names) for _ in range(args.depths)]
    text = planted(long_text(prepare.read_held_out(args.work), Random("stream"), args.characters), facts)
    questions = [f.question(names.random) for f in facts]
    notes: list[list[str]] = [[] for _ in facts]
    false_notes = 0
    with Llama(args.library, args.model, 24_576) as llama:
        windows = [text[i:i + args.window] for i in range(0, len(text), args.window - 500)]
        for window in windows:
            said = llama.replies(context_of(tasks, {"-": window}), [tasks.prompt.tail("notes", q) for q in questions], MOST, stop(tasks))
            for own, fact, reply in zip(notes, facts, said, strict=True):
                note = tasks.prompt.tokenizer.decode(reply).strip()
                if note != tasks.prompt.not_found:
                    own.append(note)
                    false_notes += fact.value not in note
        right = 0
        for fact, question, own in zip(facts, questions, notes, strict=True):
            context = context_of(tasks, {f"part {i}": note for i, note in enumerate(own, 1)})
            [reply] = llama.replies(context, [tasks.prompt.tail("answer", question)], MOST, stop(tasks))
            right += tasks.prompt.tokenizer.decode(reply).strip() == fact.value
    return {"answered": rate(right, len(facts)), "noted": rate(sum(any(f.value in n for n in own) for f, own in zip(facts, notes, strict=True)), len(facts)),
            "notes beside the matter": rate(false_notes, len(windows) * len(facts)), "windows": str(len(windows))}


def context_of(tasks: Tasks, documents: dict[str, str]) -> list[int]:
    prompt = tasks.prompt
    return [*prompt.before, *(t for name, text in documents.items() for t in [*prompt.opening(name), *prompt.text(text), *prompt.closing])]


def long_row(texts: list[str], random: Random, characters: int) -> dict[str, str | int]:
    """One fact, and four that look like it."""
    names = Names(random, True)
    fact = new_fact(names)
    decoys = [new_fact(names, fact.relation) for _ in range(4)]
    text = planted(long_text(texts, random, characters), random.sample([fact, *decoys], 5))
    return {"text": text, "question": fact.question(random), "answer": fact.value, "tokens": 8000}


def long_text(texts: list[str], random: Random, characters: int) -> str:
    """Held-out texts in a new order, again and again if they are too few: sentences are shuffled, so that none is a repetition."""
    parts: Iterator[str] = (s for _ in range(1000) for t in random.sample(texts, len(texts)) for s in random.sample(t.split(". "), len(t.split(". "))))
    out, size = [], 0
    for part in parts:
        out.append(part)
        size += len(part) + 2
        if size >= characters:
            break
    return ". ".join(out)


def planted(text: str, facts: list[Fact]) -> str:
    """The facts at even depths."""
    bounds = np.linspace(0, len(text), len(facts) + 1).astype(int)
    parts = []
    for fact, begin, end in zip(facts, bounds[:-1], bounds[1:], strict=True):
        at = text.find(". ", (begin + end) // 2, end) + 2
        at = at if at > 1 else int(end)
        parts += [text[begin:at], fact.statement + " ", text[at:end]]
    return "".join(parts)


def held_out(args: argparse.Namespace, seed: int = 11) -> Tasks:
    tokenizer = Tokenizer.from_file(str(args.work / "tokenizer.json"))
    return Tasks(tokenizer, args.work, TextFiller(args.work / "filler-held-out.jsonl.xz", tokenizer), seed, held_out=True)


def stop(tasks: Tasks) -> int:
    return tasks.prompt.reply("")[-1]


def rate(right: int, total: int) -> str:
    return f"{right}/{total} = {right / max(1, total):.3f}"


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True, help="the GGUF file")
    parser.add_argument("--form", default="q5_0", help="of the GGUF file")
    parser.add_argument("--library", type=Path, required=True, help="a folder where node-llama-cpp is installed")
    parser.add_argument("--out", type=Path, required=True, help="figures, as JSON; those of other checks in it are kept")
    parser.add_argument("--only", nargs="*", choices=CHECKS)
    parser.add_argument("--lengths", type=int, nargs="*", default=[2048, 8192, 24_576])
    parser.add_argument("--questions", type=int, default=200, help="for each length and kind")
    parser.add_argument("--samples", type=int, default=20, help="compressed texts, and texts for the tokenizer")
    parser.add_argument("--characters", type=int, default=2_000_000, help="of the stream")
    parser.add_argument("--window", type=int, default=28_000, help="characters")
    parser.add_argument("--depths", type=int, default=40)
    return parser.parse_args()


if __name__ == "__main__":
    main()
