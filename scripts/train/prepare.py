"""Step 1, on any machine: tokenise everything once and pack it into flat arrays that fit on a GPU.

Writes `data.npz` and, of the articles held back, `dev.npz`; `words.safetensors`; `base.safetensors`, `donor.safetensors`
and `teacher-base.safetensors` (float16, heads random); `vocab.txt` and `tokenizer.json`.
"""
from __future__ import annotations

import argparse
import random
import shutil
from collections import defaultdict
from pathlib import Path

import numpy as np
from safetensors.torch import save_file
from tokenizers import Tokenizer

import checkpoint
import mpnet
from cloze import cloze_questions
from corpus import Context, read_contexts, read_texts
from negatives import bm25_matrix, ranked
from network import VOCABULARY
from pieces import QUESTION_PIECES, TITLE_PIECES, Pieces, encode, load_tokenizer
from words import FUNCTION_WORDS, WORD, normalise

NEGATIVES = 16
NEGATIVE_DEPTH = 40
NEGATIVE_PIECES = 400  # longer contexts are documents, not passages
OTHER_SPANS = 6
PIECES_A_KIND = 1_300_000
CHARACTERS_A_PIECE = 3.7
TEXT_PART = 4_000  # characters tokenised at a time
DENSE_QUESTIONS = 3  # with fewer questions, an unmarked word is not known to be dull
DENSE_PIECES = 1_000
QUESTION_WORD_LABEL = 0.8
CLOZE_SOURCES = ("timeqa-easy", "timeqa-hard", "qed", "squadshifts-wiki", "covidqa")
# Plain texts that questions are made from, and how many passages of each kind.
CLOZE_KINDS = ("docs", "legal", "meeting", "news", "prose", "science")
CLOZE_PASSAGES = 1_000
CLOZE_CHARACTERS = 1_500

TEXT = "text"  # the source of passages of plain text
# Chances of a question of each source to be drawn, and of its context for training without a question.
SOURCE_WEIGHTS = {
    "squadshifts-wiki": 2.0, "qed": 1.5, "squadshifts-reddit": 0.6, "squadshifts-amazon": 0.6,
    "timeqa-easy": 1.0, "timeqa-hard": 1.0, "covidqa": 1.0, "tatqa": 1.5, TEXT: 1.0,
}

Arrays = dict[str, np.ndarray]


def flat(name: str, pieces: list[Pieces]) -> Arrays:
    return {
        f"{name}_ids": np.concatenate([p.ids for p in pieces]),
        f"{name}_types": np.concatenate([p.types for p in pieces]),
        f"{name}_starts": np.concatenate([[0], np.cumsum([len(p) for p in pieces])]).astype(np.int64),
    }


def padded(name: str, pieces: list[Pieces], width: int) -> Arrays:
    ids, types = np.zeros((len(pieces), width), np.uint16), np.zeros((len(pieces), width), np.uint8)
    for row, p in enumerate(pieces):
        n = min(width, len(p))
        ids[row, :n], types[row, :n] = p.ids[:n], p.types[:n]
    lengths = np.array([min(width, len(p)) for p in pieces], np.uint8)
    return {f"{name}_ids": ids, f"{name}_types": types, f"{name}_lengths": lengths}


def keep_labels(context: Context, pieces: Pieces) -> np.ndarray:
    """How much each piece is worth without a question, 0 to 100: what questions ask about, and what answers them."""
    labels = np.zeros(len(pieces), np.uint8)
    questions = [q for q in context.questions if not q.made]
    asked = {w for q in questions for w in WORD.findall(q.text.lower())} - FUNCTION_WORDS
    for m in WORD.finditer(context.text):
        if m.group().lower() in asked and (hit := pieces.covering(*m.span())):
            labels[hit[0]:hit[1] + 1] = 100 * QUESTION_WORD_LABEL
    for question in questions:
        for span in question.spans:
            if hit := pieces.covering(*span):
                labels[hit[0]:hit[1] + 1] = 100
    return labels


def spans_in_pieces(context: Context, pieces: Pieces) -> list[tuple[int, list[tuple[int, int]]]]:
    """(index of the question, its answers in pieces, then other places of the first answer's words)."""
    out = []
    for number, question in enumerate(context.questions):
        spans = list(question.spans)
        if spans and len(context.text) < 5_000:
            answer = context.text[slice(*spans[0])]
            at = context.text.find(answer)
            while at >= 0 and len(answer) > 1:
                spans.append((at, at + len(answer)))
                at = context.text.find(answer, at + 1)
        hits = [h for s in spans if (h := pieces.covering(*s))]
        if hits:
            out.append((number, list(dict.fromkeys(hits))))
    return out


def pack_questions(contexts: list[Context], pieces: list[Pieces], questions: list[Pieces], index: dict[str, int]) -> Arrays:
    """One row a question: its context, its answer, spans to leave unlabelled, hard negatives."""
    short = [i for i, p in enumerate(pieces) if len(p) <= NEGATIVE_PIECES]
    place = {c: k for k, c in enumerate(short)}
    matrix = bm25_matrix([pieces[i].ids for i in short], VOCABULARY)
    best = ranked(matrix, [q.ids for q in questions], NEGATIVE_DEPTH)
    normal = [f" {normalise(contexts[i].text)} " for i in short]
    table: dict[str, list] = defaultdict(list)
    for c, context in enumerate(contexts):
        for number, spans in spans_in_pieces(context, pieces[c]):
            question = context.questions[number]
            q = index[question.text]
            answers = {normalise(context.text[a:b]) for a, b in question.spans}
            ranks = [k for k in best[q] if k != place.get(c) and not any(f" {a} " in normal[k] for a in answers)]
            chosen = [short[k] for k in ranks[:NEGATIVES]]
            table["question"].append(q)
            table["context"].append(c)
            table["answer"].append(spans[0])
            others = spans[1:1 + OTHER_SPANS]
            table["others"].append(others + [(-1, -1)] * (OTHER_SPANS - len(others)))
            table["negatives"].append(chosen + [-1] * (NEGATIVES - len(chosen)))
            table["weight"].append(SOURCE_WEIGHTS[context.source])
            table["cloze"].append(question.made)
    kinds = {"weight": np.float32, "cloze": np.bool_}
    return {f"example_{k}": np.array(v, kinds.get(k, np.int32)) for k, v in table.items()}


def passages_of_texts(folder: Path, seed: int) -> list[Context]:
    """Pieces of plain text with questions made from them."""
    by_kind: dict[str, list[str]] = defaultdict(list)
    for kind, text in read_texts(folder):
        if kind in CLOZE_KINDS:
            by_kind[kind] += [text[a:a + CLOZE_CHARACTERS] for a in range(0, len(text), CLOZE_CHARACTERS)]
    out = []
    for kind in sorted(by_kind):
        parts = sorted(set(by_kind[kind]))
        random.Random(f"{seed}:{kind}").shuffle(parts)
        out += [Context(p, "", TEXT) for p in parts[:CLOZE_PASSAGES]]
    for context in out:
        context.questions = cloze_questions(context, seed)
    return [c for c in out if c.questions and not c.is_dev]


def pack_texts(folder: Path, tokenizer: Tokenizer, seed: int) -> Arrays:
    """Plain text of every kind, an even share of each, for distillation."""
    by_kind: dict[str, list[str]] = defaultdict(list)
    for kind, text in read_texts(folder):
        by_kind[kind] += [text[a:a + TEXT_PART] for a in range(0, len(text), TEXT_PART)]
    pieces: list[Pieces] = []
    for kind in sorted(by_kind):
        parts = by_kind[kind]
        random.Random(seed).shuffle(parts)
        count, chosen = 0, []
        for part in parts:
            if count >= PIECES_A_KIND * CHARACTERS_A_PIECE:
                break
            chosen.append(part)
            count += len(part)
        pieces += [p for p in encode(tokenizer, chosen) if len(p) > 30]
        print(kind, len(chosen), "parts", flush=True)
    return flat("text", pieces)


def pack(contexts: list[Context], tokenizer: Tokenizer) -> Arrays:
    """Contexts, questions and titles tokenised, and which belong together."""
    pieces = encode(tokenizer, [c.text for c in contexts])
    texts = sorted({q.text for c in contexts for q in c.questions})
    questions = encode(tokenizer, texts)
    titles = sorted({c.title for c in contexts if c.title})
    dense = [sum(bool(q.spans) and not q.made for q in c.questions) >= DENSE_QUESTIONS and len(p) <= DENSE_PIECES
             for c, p in zip(contexts, pieces, strict=True)]
    number = {t: i for i, t in enumerate(titles)}
    arrays = flat("context", pieces) | padded("question", questions, QUESTION_PIECES)
    arrays |= padded("title", encode(tokenizer, titles), TITLE_PIECES)
    arrays |= {
        "context_title": np.array([number.get(c.title, -1) for c in contexts], np.int32),
        "context_dense": np.array(dense),
        "context_keep": np.concatenate([keep_labels(c, p) for c, p in zip(contexts, pieces, strict=True)]),
    }
    return arrays | pack_questions(contexts, pieces, questions, {t: i for i, t in enumerate(texts)})


def write(path: Path, arrays: Arrays) -> None:
    np.savez_compressed(path, **arrays)
    print(path.name)
    for name, array in arrays.items():
        print(f"  {name:20} {array.dtype!s:8} {array.shape}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the training files")
    parser.add_argument("--base", type=Path, required=True, help="folder with model.safetensors, tokenizer.json, vocab.txt")
    parser.add_argument("--teacher", type=Path, required=True, help="folder with MPNet's model.safetensors and vocab.txt")
    parser.add_argument("--donor", type=Path, required=True, help="folder with model.safetensors of bge-small-en-v1.5")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--limit", type=int, default=None, help="contexts to keep, for a trial")
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    for name in ("tokenizer.json", "vocab.txt"):
        shutil.copyfile(args.base / name, args.out / name)
    state, words = checkpoint.from_base(args.base / "model.safetensors")
    checkpoint.save(state | checkpoint.random_heads(args.seed), args.out / "base.safetensors")
    save_file(words, args.out / "words.safetensors")
    checkpoint.save(checkpoint.from_base(args.donor / "model.safetensors")[0], args.out / "donor.safetensors")
    vocabulary = (args.out / "vocab.txt").read_text(encoding="utf-8").splitlines()
    checkpoint.save(mpnet.from_base(args.teacher, vocabulary, args.seed), args.out / "teacher-base.safetensors")

    tokenizer = load_tokenizer(args.out / "tokenizer.json")
    contexts = read_contexts(args.data)[:args.limit]
    for context in contexts:
        if context.source in CLOZE_SOURCES and not context.is_dev:
            context.questions += cloze_questions(context, args.seed)
    texts = pack_texts(args.data, tokenizer, args.seed)
    trained = [c for c in contexts if not c.is_dev] + passages_of_texts(args.data, args.seed)
    write(args.out / "data.npz", pack(trained, tokenizer) | texts)
    write(args.out / "dev.npz", pack([c for c in contexts if c.is_dev], tokenizer))


if __name__ == "__main__":
    main()
