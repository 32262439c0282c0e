"""What facts are hidden in: slices of real text as tokens, and logs and records made up."""
from __future__ import annotations

import json
import lzma
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np
from tokenizers import Tokenizer

from names import NOUNS, Names
from prompt import Prompt

LEVELS = "INFO INFO INFO INFO DEBUG DEBUG WARN ERROR".split()
VERBS = "opened closed accepted refused retried flushed copied moved signed queued dropped restored scanned merged".split()


@dataclass
class Piece:
    """A stretch of filler, and the places in it before which something can be put in."""
    tokens: np.ndarray
    places: np.ndarray
    is_log: bool = False


class TextFiller:
    """Real texts, one after the other, as one array of tokens."""

    def __init__(self, path: Path, tokenizer: Tokenizer) -> None:
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            texts = [json.loads(line)["text"] for line in lines]
        tokens = [np.array(e.ids, np.uint16) for e in tokenizer.encode_batch_fast(texts, add_special_tokens=False)]
        self.tokens = np.concatenate(tokens)
        look = Lookup(tokenizer)
        ends, starts = self.tokens[:-1], self.tokens[1:]
        self.places = 1 + np.flatnonzero(look.ends_line[ends] | (look.ends_sentence[ends] & look.starts_word[starts]))
        self.rank = self._rank(look)

    def _rank(self, look: Lookup) -> np.ndarray:
        """How rare each token's word is, 0 for the most common, in one byte. A word is known by its first token."""
        first = look.starts_word[self.tokens] | look.ends_line[self.tokens]
        first[0] = True
        heads = np.flatnonzero(first)
        counts = np.bincount(self.tokens[heads], minlength=look.size)
        order = np.empty(look.size, np.int64)
        order[np.argsort(-counts, kind="stable")] = np.arange(look.size)
        by_token = np.minimum(255, 16 * np.log2(1 + order)).astype(np.uint8)
        word = np.cumsum(first) - 1
        return by_token[self.tokens[heads]][word]

    def slice(self, random: Random, n: int) -> Piece:
        at = self._start(random, n)
        return self._piece(at, np.arange(at, min(at + n, len(self.tokens))))

    def compressed(self, random: Random, n: int) -> Piece:
        """Words dropped, the common ones first, and some passages whole."""
        rate = random.uniform(0.15, 0.7)
        at = self._start(random, int(n / rate) + 1)
        stretch = np.arange(at, min(at + int(n / rate) + 1, len(self.tokens)))
        rank = self.rank[stretch].astype(np.float32)
        noise = np.random.default_rng(random.getrandbits(32)).normal(0, 25, len(stretch)).astype(np.float32)
        word = np.concatenate([[0], np.cumsum(rank[1:] != rank[:-1])])
        score = rank + noise[word]
        kept = stretch[score >= np.quantile(score, 1 - rate)]
        return self._piece(at, kept[:n])

    def _start(self, random: Random, n: int) -> int:
        last = max(1, int(np.searchsorted(self.places, len(self.tokens) - n)))
        return int(self.places[random.randrange(last)])

    def _piece(self, at: int, indices: np.ndarray) -> Piece:
        places = self.places[np.searchsorted(self.places, at):np.searchsorted(self.places, int(indices[-1]) + 1)]
        return Piece(self.tokens[indices], np.unique(np.searchsorted(indices, places)))


class Lookup:
    """What the tokenizer's tokens look like."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self.size = tokenizer.get_vocab_size()
        texts = [tokenizer.id_to_token(i) or "" for i in range(self.size)]  # Ġ is a space, Ċ a line's end
        self.ends_line = np.array([t.endswith("Ċ") for t in texts])
        self.ends_sentence = np.array([t.endswith((".", "?", "!", '."', ".)")) for t in texts])
        self.starts_word = np.array([t.startswith("Ġ") for t in texts])


class MadeFiller:
    """Logs and records, of names that training may use."""

    def __init__(self, prompt: Prompt, names: Names) -> None:
        self.prompt, self.names = prompt, names

    def log(self, n: int) -> Piece:
        hosts = [f"{self.names.word()}-{self.names.digits(1, 3)}" for _ in range(6)]
        return self._lines(n, lambda: f"{self.stamp()} {self.names.random.choice(hosts)}: {self._event()}\n", is_log=True)

    def records(self, n: int) -> Piece:
        fields = [f"{self.names.random.choice(NOUNS)}_{self.names.word()}" for _ in range(self.names.random.randint(2, 5))]
        return self._lines(n, lambda: json.dumps({f: self.names.value() for f in fields}) + "\n")

    def stamp(self) -> str:
        r = self.names.random
        return f"2{r.randint(0, 9):03}-{r.randint(1, 12):02}-{r.randint(1, 28):02} {self.names.clock()}:{r.randint(0, 59):02} {r.choice(LEVELS)}"

    def _event(self) -> str:
        r, n = self.names.random, self.names
        return f"{r.choice(NOUNS)} {r.choice(VERBS)} {n.word()} {r.choice(['in', 'after', 'for', 'by'])} {n.digits(1, 5)}{r.choice([' ms', ' bytes', '', ' tries'])}"

    def _lines(self, n: int, line, is_log: bool = False) -> Piece:
        parts: list[list[int]] = []
        total = 0
        while total < n:
            batch = self.prompt.texts([line() for _ in range(max(2, min(64, (n - total) // 24)))])
            parts += batch
            total += sum(map(len, batch))
        lengths = np.cumsum([0, *map(len, parts)])
        tokens = np.array([t for part in parts for t in part][:n], np.uint16)
        return Piece(tokens, lengths[lengths < n], is_log)
