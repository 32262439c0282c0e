"""Step 2, on a GPU: the teacher, from pretrained weights and labels."""
from __future__ import annotations

import argparse
from pathlib import Path

import torch
from torch import Tensor

import checkpoint
import mpnet
from batches import Corpus, joined
from graphs import Trained
from losses import alone_loss, asked_loss
from monitor import Monitor
from optimise import optimise
from rows import draw_alone, draw_asked

# (window, rows without a question, groups, rows a group): two short steps, then one long.
SHORT, LONG = (128, 32, 24, 5), (256, 16, 12, 5)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True, help="the folder that prepare wrote")
    parser.add_argument("--out", type=Path, required=True, help="the checkpoint to write (.safetensors)")
    parser.add_argument("--minutes", type=float, default=6)
    parser.add_argument("--rate", type=float, default=4e-5)
    parser.add_argument("--device", default="cuda")
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    torch.backends.cuda.matmul.allow_tf32 = True
    teacher = mpnet.build(checkpoint.load(args.work / "teacher-base.safetensors")).to(args.device)
    read = Trained(teacher)
    corpus = Corpus(args.work / "data.npz", args.device, args.seed)
    monitor = Monitor(args.work / "dev.npz", args.device)

    def loss_of(step: int, _: float) -> Tensor:
        n, alone, groups, group = LONG if step % 3 == 2 else SHORT
        without, asked = draw_alone(corpus, alone, n), draw_asked(corpus, groups, group, n)
        own = read(joined([without.windows, asked.windows])).split([alone, groups * group])
        return alone_loss(own[0], without) + asked_loss(own[1], asked)

    steps = optimise([teacher], loss_of, args.minutes, [args.rate], args.device,
                     report=lambda: print(monitor.report(teacher), flush=True))
    checkpoint.save(teacher.state_dict(), args.out)
    print(f"{steps} steps; wrote {args.out}")


if __name__ == "__main__":
    main()
