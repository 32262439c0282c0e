"""`python -m unittest test_nano`, in a second or two on a processor; needs no data."""
from __future__ import annotations

import json
import lzma
import tempfile
import unittest
from pathlib import Path
from random import Random

import numpy as np
import torch

import tokenizer as tokenizer_step
from facts import RELATIONS, new_fact
from filler import TextFiller
from model import Nano, Shape
from muon import orthogonal
from names import Names
from packing import REPLY, block_mask, dense_mask, packed
from prompt import Prompt
from shorten import shorten
from tasks import KINDS, Mix, Tasks

PROMPT = {"system": "You answer.", "answer": "\nAnswer.\n\nQuestion: {question}", "notes": "\nNotes.\n\nQuestion: {question}",
          "opening": '<document id="{id}">\n', "closing": "\n</document>\n", "notFound": "NOT FOUND"}
TINY = Shape(vocabulary=700, width=32, heads=2, kv_heads=1, head_width=16, inner=16, layers=4)


def workplace() -> Path:
    """A folder as `prepare.py` and `tokenizer.py` leave it, of made-up text."""
    work, names = Path(tempfile.mkdtemp()), Names(Random(0), False)
    (work / "prompt.json").write_text(json.dumps(PROMPT))
    with lzma.open(work / "filler.jsonl.xz", "wt", encoding="utf-8") as out:
        for _ in range(40):
            text = " ".join(f"The {names.word()} of {names.name()} was seen by the {names.word()}." for _ in range(200))
            out.write(json.dumps({"text": text.replace(". The", ".\nThe", 20)}) + "\n")
    tokenizer_step.trained(tokenizer_step.texts(work, 1e6), 700).save(str(work / "tokenizer.json"))
    return work


class NanoTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.work = workplace()
        cls.tokenizer = tokenizer_step.Tokenizer.from_file(str(cls.work / "tokenizer.json"))
        cls.filler = TextFiller(cls.work / "filler.jsonl.xz", cls.tokenizer)

    def tasks(self, seed: int = 1, held_out: bool = False) -> Tasks:
        return Tasks(self.tokenizer, self.work, self.filler, seed, held_out)

    def row(self, length: int = 4096, seed: int = 1):
        tasks = self.tasks(seed)
        return packed(lambda room: tasks.sample(Mix(384, 1500, copies=0.2), room), length)

    def test_what_is_asked_stands_in_the_context_and_what_is_absent_does_not(self) -> None:
        tasks, seen = self.tasks(), set()
        for _ in range(60):
            sample = tasks.sample(Mix(600, 4000, shifted=0), 4000)
            context = self.tokenizer.decode(sample.context.tolist(), skip_special_tokens=False)
            for branch in sample.branches:
                reply = self.tokenizer.decode(branch.reply)
                seen.add(branch.kind)
                if branch.kind == "absent":
                    self.assertEqual(reply, "NOT FOUND")
                elif branch.kind == "notes" and ": " in reply and reply not in context:  # a pair
                    key, value = reply.split(": ", 1)
                    self.assertTrue(key in context and value in context)
                else:
                    self.assertIn(reply, context)
        self.assertEqual(seen, {"fact", "shortened", "pair", "absent", "notes"})

    def test_held_out_words_are_never_trained_on(self) -> None:
        train, held = Names(Random(1), False), Names(Random(1), True)
        self.assertFalse({train.word() for _ in range(3000)} & {held.word() for _ in range(3000)})

    def test_a_seed_gives_the_same_samples(self) -> None:
        a, b = self.row(seed=5), self.row(seed=5)
        self.assertTrue(all(torch.equal(x, y) for x, y in zip(vars(a).values(), vars(b).values(), strict=True)))

    def test_samples_keep_to_their_room(self) -> None:
        tasks = self.tasks()
        for room in (384, 800, 3000, 9500):
            longest = max(tasks.sample(Mix(room, room + 1), room).length for _ in range(20))
            self.assertLessEqual(longest, room * 1.2)
            self.assertGreater(longest, room * 0.5)

    def test_a_shortened_statement_keeps_its_value_and_its_names(self) -> None:
        names = Names(Random(3), False)
        for relation in RELATIONS * 3:
            fact = new_fact(names, relation)
            said = shorten(fact.statement, fact.value, names.random)
            self.assertIn(fact.value, said)
            for word in fact.entity.split():
                if word[:1].isupper() and not fact.statement.startswith(word):
                    self.assertIn(word, said)

    def test_blocks_cover_what_the_rule_lets_see_and_full_ones_nothing_else(self) -> None:
        row = self.row()
        for chunked in (True, False):
            dense, mask = dense_mask(row, chunked), block_mask(row, chunked)
            by_block = dense.unflatten(0, (-1, 128)).unflatten(2, (-1, 128)).transpose(1, 2)
            some, every = by_block.flatten(2).any(-1), by_block.flatten(2).all(-1)
            partial, full = self._blocks(mask.kv_num_blocks, mask.kv_indices), self._blocks(mask.full_kv_num_blocks, mask.full_kv_indices)
            self.assertFalse((some & ~(partial | full)).any())
            self.assertFalse((full & ~every).any())
            self.assertFalse((partial & full).any())
            self.assertLess((partial | full).sum(), 1.5 * some.sum())

    def _blocks(self, count: torch.Tensor, indices: torch.Tensor) -> torch.Tensor:
        found = torch.zeros(indices.shape[-2:], dtype=torch.bool)
        for q, n in enumerate(count[0, 0].tolist()):
            found[q, indices[0, 0, q, :n].long()] = True
        return found

    def test_a_question_among_others_is_read_as_if_it_were_alone(self) -> None:
        """The same hidden states as a sample of one branch, at its own place, gives."""
        tasks = self.tasks(9)
        sample = next(s for s in (tasks.sample(Mix(900, 901, shifted=1), 900) for _ in range(50)) if len(s.branches) > 1)
        sample.position = 8192 - 300
        model = Nano(TINY, blocks=False).eval()
        together = packed(once(sample), 1536)
        last = sample.branches[-1]
        alone = type(sample)(sample.context, [last], sample.position)
        apart = packed(once(alone), 1536)
        with torch.no_grad():
            a, b = model(together)[0], model(apart)[0]
        n = len(last.question) + len(last.reply)
        self.assertTrue(torch.allclose(a[sample.length - n:sample.length], b[alone.length - n:alone.length], atol=1e-5))

    def test_loss_is_on_replies(self) -> None:
        row = self.row()
        at = torch.nonzero(row.weight == REPLY)[:, 0]
        kinds = {KINDS[k] for k in row.kind[at].tolist()}
        self.assertIn("copy", kinds)
        ends = row.target[at[row.kind[at] != KINDS.index("copy")]] == self.tokenizer.token_to_id("<|eot|>")
        branches = len({(s, b) for s, b in zip(row.sample.tolist(), row.branch.tolist(), strict=True) if b})
        self.assertEqual(int(ends.sum()), branches)

    def test_orthogonal_directions(self) -> None:
        x = orthogonal(torch.randn(2, 24, 16))
        values = torch.linalg.svdvals(x)
        self.assertTrue(((values > 0.5) & (values < 1.5)).all())

    def test_prompt_matches_what_is_trained(self) -> None:
        prompt = Prompt(self.tokenizer, self.work / "prompt.json")
        text = self.tokenizer.decode([*prompt.before, *prompt.opening("a.txt"), *prompt.text("x"), *prompt.closing, *prompt.tail("answer", "Who?")], skip_special_tokens=False)
        self.assertEqual(text, "<|begin_of_text|><|header_start|>system<|header_end|>\n\nYou answer.<|eot|><|header_start|>user<|header_end|>\n\n"
                         '<document id="a.txt">\nx\n</document>\n\nAnswer.\n\nQuestion: Who?<|eot|><|header_start|>assistant<|header_end|>\n\n')

    def test_filler_is_thinned_by_common_words_first(self) -> None:
        piece = self.filler.compressed(Random(1), 400)
        share = lambda tokens: np.isin(tokens, self.tokenizer.encode("x The of was by").ids).mean()
        self.assertLess(share(piece.tokens), share(self.filler.slice(Random(1), 400).tokens))


def once(sample):
    """Gives the sample, and then nothing that fits but fillers of no interest."""
    given = [sample]

    def draw(room: int):
        if given:
            return given.pop()
        return type(sample)(np.zeros(room, np.uint16), [])

    return draw


if __name__ == "__main__":
    unittest.main()
