"""Step 2, on a GPU: a teacher from the base weights and the labels."""
from __future__ import annotations

import argparse
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor

import checkpoint
from batches import Corpus
from losses import alone_loss, asked_loss
from optimise import optimise
from rows import draw_alone, draw_asked

# (window, rows without a question, groups, rows a group): two short steps, then one long.
SHORT, LONG = (128, 48, 24, 4), (256, 24, 12, 4)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True, help="the folder that prepare wrote")
    parser.add_argument("--out", type=Path, required=True, help="the checkpoint to write (.safetensors)")
    parser.add_argument("--minutes", type=float, default=7.5)
    parser.add_argument("--rate", type=float, default=1.5e-4)
    parser.add_argument("--int8-from", type=float, default=0.75, help="progress at which int8 rounding is imitated")
    parser.add_argument("--device", default="cuda")
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    torch.backends.cuda.matmul.allow_tf32 = True
    words = load_file(args.work / "words.safetensors")
    encoder = checkpoint.build(checkpoint.load(args.work / "base.safetensors"), words).to(args.device)
    corpus = Corpus(args.work / "data.npz", args.device, args.seed)

    def loss_of(step: int, progress: float) -> Tensor:
        n, alone, groups, group = LONG if step % 3 == 2 else SHORT
        without, asked = draw_alone(corpus, alone, n), draw_asked(corpus, groups, group, n)
        run = lambda w: encoder(w.ids, w.types, w.lengths)  # noqa: E731
        return alone_loss(run(without.windows), without) + asked_loss(run(asked.windows), asked)

    steps = optimise(encoder, loss_of, args.minutes, args.rate, args.int8_from, args.device)
    checkpoint.save(encoder.state_dict(), args.out)
    print(f"{steps} steps; wrote {args.out}")


if __name__ == "__main__":
    main()
