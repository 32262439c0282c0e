"""Generated tasks: documents, and questions that each are asked as if they were the only one."""
from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import numpy as np
from tokenizers import Tokenizer

from facts import RELATIONS, Fact, new_fact
from filler import MadeFiller, Piece, TextFiller
from names import NOUNS, Names
from prompt import Prompt
from shorten import shorten

CHUNK = 8192
# What the engine keeps free behind a context, lest a chunk ends between question and answer.
QUESTION_ROOM = 1280
KINDS = ("fact", "shortened", "pair", "absent", "notes", "compressed", "copy")


@dataclass
class Branch:
    """One question and its reply, behind documents that others are asked about as well."""
    kind: str
    question: list[int]
    reply: list[int]


@dataclass
class Sample:
    context: np.ndarray
    branches: list[Branch]
    # Where the first token stands.
    position: int = 0
    # Tokens of the context that are to be predicted as a reply is: the second half of a copy.
    copied: int = 0

    @property
    def length(self) -> int:
        return len(self.context) + sum(len(b.question) + len(b.reply) for b in self.branches)


@dataclass
class Mix:
    """What one stage of the training draws."""
    shortest: int
    longest: int
    copies: float = 0.0
    shifted: float = 0.5
    plans: tuple[float, ...] = field(default=(0.5, 0.25, 0.15, 0.05, 0.05))  # facts, pairs, both, parts, compressed


class Tasks:
    """An endless supply of samples. `held_out` ones have other names, and other slices of text."""

    def __init__(self, tokenizer: Tokenizer, work: Path, filler: TextFiller, seed: int, held_out: bool = False) -> None:
        self.random = Random(seed)
        self.names = Names(self.random, held_out)
        self.prompt = Prompt(tokenizer, work / "prompt.json")
        self.filler, self.made = filler, MadeFiller(self.prompt, self.names)
        compressed = work / ("compressed-held-out.jsonl" if held_out else "compressed.jsonl")
        self.compressed = [json.loads(line) for line in compressed.read_text().splitlines()] if compressed.exists() else []

    def sample(self, mix: Mix, room: int) -> Sample:
        """A sample of at most `room` tokens, and of a length that the mix asks for where there is room."""
        r = self.random
        if r.random() < mix.copies:
            return self._shifted(self._copy(min(room, 512)), mix)
        length = int(np.exp(r.uniform(np.log(mix.shortest), np.log(mix.longest))))
        plan = r.choices((self._facts, self._pairs, self._both, self._parts, self._ready), mix.plans)[0]
        return self._shifted(plan(min(room, length)), mix)

    def of_kind(self, kind: str, length: int) -> Sample:
        """A sample for measuring: `fact` for needles, `pair` for keys, `compressed` for what pith left."""
        return {"fact": self._facts, "pair": self._pairs, "compressed": self._ready}[kind](length)

    # Plans

    def _facts(self, room: int) -> Sample:
        branches, asked, others = self._asked_facts(self._count(room))
        return self._assembled(room, branches, asked + others, [])

    def _pairs(self, room: int) -> Sample:
        count = self._count(room)
        pairs, branches = self._pair_document(room - self._frame() - self._cost(count), count)
        return self._finished(room, [(self._name(), pairs)], branches)

    def _both(self, room: int) -> Sample:
        if room < 1200:
            return self._facts(room)
        count = self._count(room)
        pairs, pair_branches = self._pair_document(int(room * self.random.uniform(0.15, 0.5)), max(1, count // 2))
        branches, asked, others = self._asked_facts(max(1, count // 2))
        return self._assembled(room, branches + pair_branches, asked + others, [(self._name(), pairs)])

    def _parts(self, room: int) -> Sample:
        """Notes on the parts of a longer text, from which the answer is made at the end."""
        branches, asked, others = self._asked_facts(max(1, min(3, room // 500)), notes=False)
        statements = [text for text, _ in asked + others]
        self.random.shuffle(statements)
        used, parts = self._frame() + sum(len(b.question) + len(b.reply) for b in branches), []
        for number, statement in enumerate(statements, 1):
            used += len(self.prompt.text(statement)) + 24
            parts.append((f"part {number}", np.array(self.prompt.text(statement), np.uint16)))
        return self._finished(room, parts, branches) if used < room else self._facts(room)

    def _ready(self, room: int) -> Sample:
        """What pith itself left of a text, and the question that it was compressed for."""
        row = self.random.choice(self.compressed) if self.compressed else None
        if row is None:
            return self._facts(room)
        answer = row["answer"] if row["answer"] in row["text"] else self.prompt.not_found
        text = np.array(self.prompt.text(row["text"]), np.uint16)
        branch = self._branch("compressed", "answer", row["question"], answer)
        if self._frame() + len(text) + len(branch.question) + len(branch.reply) > room:
            return self._facts(room)
        return self._finished(room, [(self._name(), text)], [branch])

    def _copy(self, room: int) -> Sample:
        """Random tokens twice: what a model must be able to do before it can answer."""
        n = self.random.randint(8, max(9, min(200, room // 2 - 1)))
        vocabulary = self.prompt.tokenizer.get_vocab_size() - len(self.prompt.special)
        tokens = np.random.default_rng(self.random.getrandbits(32)).integers(0, vocabulary, n)
        context = np.concatenate([[self.prompt.before[0]], tokens, tokens]).astype(np.uint16)
        return Sample(context, [], copied=n - 1)

    # Parts of the plans

    def _count(self, room: int) -> int:
        most = min(32, 1 + room // 400)
        return self.random.randint((most + 1) // 2, most)

    def _cost(self, count: int) -> int:
        return count * 110

    def _frame(self) -> int:
        return len(self.prompt.before) + 32

    def _asked_facts(self, count: int, notes: bool = True) -> tuple[list[Branch], list[tuple[str, Fact]], list[tuple[str, Fact]]]:
        """Questions, the statements that answer them, and statements that look like those."""
        r, names = self.random, self.names
        compressed = r.random() < 0.35
        branches, asked, others = [], [], []
        for _ in range(count):
            fact = new_fact(names)
            says = shorten(fact.statement, fact.value, r) if compressed else fact.statement
            question, chance = fact.question(r), r.random()
            if chance < 0.15:
                branches.append(self._branch("absent", r.choice(["answer", "answer", "notes"]), question, self.prompt.not_found))
                others += self._decoys(fact, compressed, at_least=1)
                continue
            asked.append((says, fact))
            others += self._decoys(fact, compressed)
            if chance < 0.27 and notes:
                branches.append(self._branch("notes", "notes", question, says))
            else:
                branches.append(self._branch("shortened" if compressed else "fact", "answer", question, fact.value))
        return branches, asked, others

    def _decoys(self, fact: Fact, compressed: bool, at_least: int = 0) -> list[tuple[str, Fact]]:
        """The same said of another entity, or something else of the same one."""
        decoys = []
        for _ in range(self.random.choice([0, 0, 1, 1, 2]) or at_least):
            if self.random.random() < 0.6:
                decoy = new_fact(self.names, fact.relation)
            else:
                decoy = new_fact(self.names, self.random.choice([x for x in RELATIONS if x is not fact.relation]), fact.entity)
            decoys.append((shorten(decoy.statement, decoy.value, self.random) if compressed else decoy.statement, decoy))
        return decoys

    def _branch(self, kind: str, request: str, question: str, reply: str) -> Branch:
        return Branch(kind, self.prompt.tail(request, question), self.prompt.reply(reply))

    def _pair_document(self, room: int, count: int) -> tuple[np.ndarray, list[Branch]]:
        """A document of pairs, in one of the usual forms, and questions about some of them."""
        r, n = self.random, self.names
        key, value = r.choice([(n.key, n.value), (n.key, n.value), (n.uuid, n.uuid), (n.key, n.code), (n.word, n.word), (lambda: n.hex(8), n.value),
                               (n.two_words, lambda: n.digits(3, 8)), (n.name, n.value)])
        begin, form, end = r.choice(PAIR_FORMS)
        most = max(2, room // 8)
        pairs: dict[str, str] = {}
        lines: list[list[int]] = []
        used = len(self.prompt.text(begin)) + len(self.prompt.text(end))
        while used < room and len(pairs) < most:
            new = {k: v for k, v in ((key(), value()) for _ in range(64)) if k not in pairs}
            for (k, v), line in zip(new.items(), self.prompt.texts([form.format(k=k, v=v) for k, v in new.items()]), strict=True):
                used += len(line)
                if used >= room and pairs:
                    break
                pairs[k] = v
                lines.append(line)
        asked = r.sample(list(pairs.items()), min(count, len(pairs)))
        branches = []
        for k, v in asked:
            question, chance = r.choice(PAIR_QUESTIONS).format(k=k), r.random()
            if chance < 0.12:
                other = key()
                if other not in pairs:
                    branches.append(self._branch("absent", r.choice(["answer", "answer", "notes"]), r.choice(PAIR_QUESTIONS).format(k=other), self.prompt.not_found))
            elif chance < 0.2:
                branches.append(self._branch("notes", "notes", question, f"{k}: {v}"))
            else:
                branches.append(self._branch("pair", "answer", question, v))
        tokens = [*self.prompt.text(begin), *(t for line in lines for t in line), *self.prompt.text(end)]
        return np.array(tokens, np.uint16), branches

    def _assembled(self, room: int, branches: list[Branch], says: list[tuple[str, Fact]], documents: list[tuple[str, np.ndarray]]) -> Sample:
        """Fills the room that is left with filler, and hides the statements in it."""
        r = self.random
        while True:
            lengths = sum(len(x) + 6 for x in self.prompt.texts([text for text, _ in says])) if says else 0
            asked = sum(len(b.question) + len(b.reply) for b in branches) + sum(len(d) + 24 for _, d in documents)
            left = room - self._frame() - lengths - asked - 40
            if left >= 24 or len(says) <= 1:
                break
            branches, says = self._fewer(branches, says)
        count = min(r.choice([1, 1, 1, 2, 3, 5]), 1 + max(0, left) // 300)
        sizes = np.random.default_rng(r.getrandbits(32)).dirichlet([1.0] * count) * max(24, left - 24 * count)
        pieces = [self._filler(max(16, int(size))) for size in sizes]
        homes = r.choices(range(count), [len(p.tokens) for p in pieces], k=len(says))
        made = [(self._name(), self._hidden(piece, [text for (text, _), home in zip(says, homes, strict=True) if home == i])) for i, piece in enumerate(pieces)]
        together = documents + made
        r.shuffle(together)
        return self._finished(room, together, branches)

    def _fewer(self, branches: list[Branch], says: list[tuple[str, Fact]]) -> tuple[list[Branch], list[tuple[str, Fact]]]:
        """Without what there is no room for: decoys, which stand last, and then questions. What remains can still be answered."""
        if len(says) > len(branches):
            return branches, says[:-1]
        return branches[:-1] or branches, says

    def _filler(self, n: int) -> Piece:
        chance = self.random.random()
        if chance < 0.5:
            return self.filler.slice(self.random, n)
        if chance < 0.78:
            return self.filler.compressed(self.random, n)
        return self.made.log(n) if chance < 0.9 else self.made.records(n)

    def _hidden(self, piece: Piece, statements: list[str]) -> np.ndarray:
        """The filler with each statement at a place of its own."""
        r = self.random
        places = sorted(int(r.choice(piece.places)) if len(piece.places) else 0 for _ in statements)
        newline = self.prompt.newline[0]
        parts, last = [], 0
        for place, statement in zip(places, statements, strict=True):
            parts.append(piece.tokens[last:place])
            own_line = piece.is_log or place == 0 or piece.tokens[place - 1] == newline
            said = f"{self.made.stamp()} {r.choice(NOUNS)}: {statement}\n" if piece.is_log else f"{statement}\n" if own_line else f" {statement}"
            parts.append(np.array(self.prompt.text(said), np.uint16))
            last = place
        return np.concatenate([*parts, piece.tokens[last:]])

    def _finished(self, room: int, documents: list[tuple[str, np.ndarray]], branches: list[Branch]) -> Sample:
        prompt = self.prompt
        parts: list[list[int] | np.ndarray] = [prompt.before]
        for name, tokens in documents:
            parts += [prompt.opening(name), tokens, prompt.closing]
        context = np.concatenate([np.asarray(p, np.uint16) for p in parts])
        padding = -len(context) % CHUNK
        sample = Sample(context, branches)
        # The engine begins a chunk with the question where it would not fit into the one before.
        if padding < QUESTION_ROOM and sample.length + padding <= room and self.random.random() < 0.5:
            sample.context = np.concatenate([context, np.full(padding, prompt.newline[0], np.uint16)])
        if sample.length > room:
            sample = self._cut(sample, room)
        return sample

    def _cut(self, sample: Sample, room: int) -> Sample:
        """Estimates were too low: questions go, from the last one, while there is more than one."""
        while sample.length > room and len(sample.branches) > 1:
            sample.branches.pop()
        return sample

    def _shifted(self, sample: Sample, mix: Mix) -> Sample:
        """Moves a short sample to where a chunk ends within its context: what stands before must be found without positions."""
        if self.random.random() < mix.shifted and sample.length < CHUNK:
            sample.position = CHUNK * self.random.randint(1, 3) - self.random.randint(1, len(sample.context))
        return sample

    def _name(self) -> str:
        r = self.random
        return r.choice([lambda: "-", lambda: "-", self.names.path, lambda: f"{r.choice(NOUNS)}.md", lambda: f"reports/{self.names.digits(2, 4)}.txt"])()


PAIR_FORMS = (  # what begins the document, one pair, what ends it
    ("{", ' "{k}": "{v}",', " }"),
    ("{\n", '  "{k}": "{v}",\n', "}\n"),
    ("", "{k}: {v}\n", ""),
    ("", "{k}={v}\n", ""),
    ("key,value\n", "{k},{v}\n", ""),
    ("| key | value |\n| --- | --- |\n", "| {k} | {v} |\n", ""),
    ("", "- {k} is {v}\n", ""),
    ("[", '{{"key": "{k}", "value": "{v}"}}, ', "]"),
)
PAIR_QUESTIONS = (
    'What is the value of "{k}"?', "What is the value of {k}?", 'Which value does the key "{k}" have?', "What is {k} set to?",
    'Extract the value corresponding to the key "{k}".', "Which value belongs to {k}?", "Key: {k}", "What does {k} stand for?",
)
