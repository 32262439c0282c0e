"""`python -m unittest test_parity`: this model, transformers and llama.cpp say the same across a border of chunks.

Needs transformers; llama.cpp is asked if `NANO_LLAMA` names a folder where node-llama-cpp is installed.
"""
from __future__ import annotations

import os
import tempfile
import unittest
from pathlib import Path

import numpy as np
import torch

import export
import gguf
from llama import Llama
from model import Nano, Shape
from packing import packed
from parity import compare, reference
from tasks import CHUNK, Sample
from test_nano import workplace

SHAPE = Shape(vocabulary=700, width=64, heads=4, kv_heads=2, head_width=32, inner=32, layers=4, context=2 * CHUNK)


class ParityTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        torch.manual_seed(1)
        cls.model = Nano(SHAPE, blocks=False).eval()
        for p in cls.model.parameters():
            if p.dim() > 1:
                torch.nn.init.normal_(p, std=p.shape[-1] ** -0.5)
            else:
                torch.nn.init.normal_(p, mean=1, std=0.2)
        cls.prompt = torch.randint(0, 690, (CHUNK + 64,)).tolist()

    def test_transformers_gives_the_same_logits(self) -> None:
        row = packed(lambda room: Sample(np.array(self.prompt, np.uint16), []), len(self.prompt) + 100)
        with torch.no_grad():
            ours = self.model.logits(self.model(row)[0][CHUNK - 32:CHUNK + 64])
            theirs = reference(SHAPE, self.model.state_dict())(torch.tensor([self.prompt]), use_cache=False).logits[0, CHUNK - 32:]
        self.assertTrue(torch.allclose(ours, theirs, atol=1e-3), (ours - theirs).abs().max())

    @unittest.skipUnless("NANO_LLAMA" in os.environ, "NANO_LLAMA is not set")
    def test_llama_cpp_writes_the_same(self) -> None:
        path = Path(tempfile.mkdtemp()) / "tiny.gguf"
        export.write(path, SHAPE, self.model.state_dict(), workplace() / "tokenizer.json", "f32")
        with Llama(Path(os.environ["NANO_LLAMA"]), path, 2 * CHUNK, exact=True) as llama:
            found = compare(reference(SHAPE, self.model.state_dict()), llama, self.prompt)
            short = compare(reference(SHAPE, self.model.state_dict()), llama, self.prompt[:CHUNK - 16])
        print(found, short)
        self.assertTrue(found["identical"] and short["identical"])

    def test_groups_come_back(self) -> None:
        x = np.random.default_rng(0).normal(size=(7, 96)).astype(np.float32)
        for form, most, size in (("q8_0", 1 / 127, 34), ("q5_0", 1 / 13, 22)):
            back = gguf.rounded(x, form)
            self.assertLess(np.abs(back - x).max(), np.abs(x).max() * most)
            self.assertEqual(len(gguf.encoded(x, form)), x.size // 32 * size)
            self.assertTrue((gguf.rounded(back, form) == back).all())


if __name__ == "__main__":
    unittest.main()
