"""Step 9, on a GPU: sentence encoders of few layers whose embeddings follow those of all-MiniLM-L6-v2.

A sentence's embedding is the mean of its pieces' last hidden states. Students follow the teacher's embeddings, and which
windows of a batch it finds near to which question, with the int8 rounding of the shipped files in the later part of the training.
"""
from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from torch import Tensor

import checkpoint
from network import Encoder
from optimise import optimise
from pieces import CLS, SEP

QUESTIONS, OTHERS = 256, 512  # windows of a batch: questions, the sentences that answer them, and any others
PIECES = 64  # of a window, with [CLS] and [SEP]
MOST_SENTENCES = 3
SHARE_OF_LONG = 0.3
TEMPERATURE = 0.05
NEAR_WEIGHT = 0.5


class Sentences:
    """Windows drawn on the device."""

    def __init__(self, path: Path, device: str, seed: int) -> None:
        arrays = np.load(path)
        self.ids = torch.from_numpy(arrays["ids"].astype(np.int32)).to(device)
        self.types = torch.from_numpy(arrays["types"].astype(np.int32)).to(device)
        lengths = torch.from_numpy(arrays["lengths"].astype(np.int64))
        self.starts = torch.cat([torch.zeros(1, dtype=torch.int64), lengths.cumsum(0)]).to(device)
        self.answers = torch.from_numpy(arrays["answers"].astype(np.int64)).to(device)
        self.count = len(lengths) - len(self.answers)
        self.random = torch.Generator(device).manual_seed(seed)
        self.device = device

    def draw(self) -> tuple[Tensor, Tensor, Tensor]:
        """ids, types and lengths: first questions, then the sentences that answer them, then any."""
        asked = self.integers(len(self.answers), QUESTIONS)
        any_of = self.integers(self.count - MOST_SENTENCES, OTHERS)
        first = torch.cat([self.count + asked, self.answers[asked], any_of])
        more = self.integers(MOST_SENTENCES - 1, len(first)) + 1
        is_long = torch.rand(len(first), generator=self.random, device=self.device) < SHARE_OF_LONG
        more = torch.where(is_long, more, 0)
        more[:QUESTIONS] = 0
        start, end = self.starts[first], self.starts[(first + 1 + more).clamp(max=len(self.starts) - 1)]
        inside = (end - start).clamp(max=PIECES - 2)
        places = torch.arange(PIECES, device=self.device)
        at = (start[:, None] + places - 1).clamp(0, len(self.ids) - 1)
        is_piece = (places >= 1) & (places <= inside[:, None])
        ids = torch.where(is_piece, self.ids[at], SEP)
        ids[:, 0] = CLS
        return ids, torch.where(is_piece, self.types[at], 0), inside + 2

    def integers(self, below: int, count: int) -> Tensor:
        return torch.randint(below, (count,), generator=self.random, device=self.device)


def embeddings(encoder: Encoder, windows: tuple[Tensor, Tensor, Tensor]) -> Tensor:
    ids, types, lengths = windows
    inside = (torch.arange(ids.shape[1], device=ids.device) < lengths[:, None])[..., None].float()
    mean = (encoder(ids, types, lengths).hidden.float() * inside).sum(1) / lengths[:, None]
    return F.normalize(mean, dim=1)


def nearness(embedded: Tensor) -> Tensor:
    """How near each question is to each other window, as a distribution."""
    return F.log_softmax(embedded[:QUESTIONS] @ embedded[QUESTIONS:].T / TEMPERATURE, dim=1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True, help="the folder with words.safetensors, base.safetensors, sentences.npz")
    parser.add_argument("--student", action="append", required=True, metavar="OUT=LAYERS:RATE", help="as in s2.safetensors=0,5:3e-4")
    parser.add_argument("--minutes", type=float, default=2)
    parser.add_argument("--int8-from", type=float, default=0.5, help="progress at which int8 rounding is imitated")
    parser.add_argument("--device", default="cuda")
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    torch.backends.cuda.matmul.allow_tf32 = True
    words, base = load_file(args.work / "words.safetensors"), checkpoint.load(args.work / "base.safetensors")
    teacher = checkpoint.build(base, words).to(args.device).eval()
    outs, encoders, rates = [], [], []
    for text in args.student:
        out, rest = text.split("=")
        layers, rate = rest.split(":")
        state = checkpoint.select_layers([(base, int(x)) for x in layers.split(",")], base)
        outs.append(Path(out))
        encoders.append(checkpoint.build(state, words).to(args.device))
        rates.append(float(rate))
    sentences = Sentences(args.work / "sentences.npz", args.device, args.seed)

    def loss_of(_: int, progress: float) -> Tensor:
        if progress >= args.int8_from and not encoders[0].imitates_int8:
            for encoder in encoders:
                encoder.imitate_int8(True)
        windows = sentences.draw()
        with torch.no_grad():
            taught = embeddings(teacher, windows)
        total = torch.zeros((), device=args.device)
        for encoder in encoders:
            own = embeddings(encoder, windows)
            total = total + (1 - (own * taught).sum(1)).mean()
            total = total + NEAR_WEIGHT * F.kl_div(nearness(own), nearness(taught), log_target=True, reduction="batchmean")
        return total

    def report() -> None:
        with torch.no_grad():
            windows = sentences.draw()
            taught = embeddings(teacher, windows)
            for out, encoder in zip(outs, encoders, strict=True):
                encoder.eval()
                own = embeddings(encoder, windows)
                same = (nearness(own).argmax(1) == nearness(taught).argmax(1)).float().mean()
                print(f"{out.stem}: cosine {(own * taught).sum(1).mean():.4f}, same nearest {same:.3f}", flush=True)
                encoder.train()
                checkpoint.save(encoder.state_dict(), out)

    print(f"{optimise(encoders, loss_of, args.minutes, rates, args.device, report)} steps")


if __name__ == "__main__":
    main()
