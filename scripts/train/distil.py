"""Step 3, on a GPU: a student that follows the mean of several teachers, with int8 rounding in the loop."""
from __future__ import annotations

import argparse
from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from torch import Tensor

import checkpoint
from batches import Corpus, Windows
from losses import alone_loss, asked_loss, imitation
from network import Encoder, Scores
from optimise import optimise
from rows import draw_alone, draw_asked, draw_strange

LABEL_WEIGHT = 0.3
# The student's last hidden state follows the first teacher's, less and less: useful early, a constraint later.
HIDDEN_WEIGHT = 1.0
# (window, rows of plain text, rows of strange questions, rows without a question, groups, rows a group)
SHORT, LONG = (128, 96, 16, 48, 24, 4), (256, 24, 8, 24, 16, 4)


def mean_scores(teachers: list[Encoder], w: Windows) -> Scores:
    with torch.no_grad():
        all_scores = [t(w.ids, w.types, w.lengths) for t in teachers]
    mean = lambda parts: torch.stack(parts).mean(0)  # noqa: E731
    return Scores(mean([s.tokens for s in all_scores]), mean([s.relevance for s in all_scores]), all_scores[0].hidden)


def hidden_loss(student: Tensor, teacher: Tensor, passage: Tensor) -> Tensor:
    error = F.mse_loss(student.float(), teacher.float(), reduction="none").mean(2)
    return (error * passage).sum() / passage.sum() / teacher.float().var().clamp(min=1e-6)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True, help="the folder that prepare wrote")
    parser.add_argument("--teachers", type=Path, nargs="+", required=True)
    parser.add_argument("--layers", default="0,1,2,3,4,5", help="layers of the first teacher that the student starts as")
    parser.add_argument("--start", type=Path, help="go on from this student instead")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=8)
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--int8-from", type=float, default=0.5)
    parser.add_argument("--device", default="cuda")
    parser.add_argument("--seed", type=int, default=100)
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    torch.backends.cuda.matmul.allow_tf32 = True
    words = load_file(args.work / "words.safetensors")
    states = [checkpoint.load(path) for path in args.teachers]
    teachers = [checkpoint.build(s, words).to(args.device).eval() for s in states]
    chosen = [int(x) for x in args.layers.split(",")]
    first = checkpoint.load(args.start) if args.start else checkpoint.select_layers(states[0], chosen)
    student = checkpoint.build(first, words).to(args.device)
    corpus = Corpus(args.work / "data.npz", args.device, args.seed)

    def loss_of(step: int, progress: float) -> Tensor:
        n, plain, strange, alone, groups, group = LONG if step % 4 == 3 else SHORT
        without, asked = draw_alone(corpus, alone, n), draw_asked(corpus, groups, group, n)
        total = torch.zeros((), device=args.device)
        parts = ((corpus.texts(plain, n), 0, None), (draw_strange(corpus, strange, n), 1, None),
                 (without.windows, 0, lambda s: alone_loss(s, without)), (asked.windows, group, lambda s: asked_loss(s, asked)))
        for windows, compared, label_loss in parts:
            taught, passage = mean_scores(teachers, windows), windows.places >= 0
            own = student(windows.ids, windows.types, windows.lengths)
            total = total + imitation(own, taught, passage, compared)
            if label_loss:
                total = total + LABEL_WEIGHT * label_loss(own)
            if progress < 0.5:
                weight = HIDDEN_WEIGHT * (1 - 2 * progress)
                total = total + weight * hidden_loss(own.hidden, taught.hidden, passage)
        return total

    steps = optimise(student, loss_of, args.minutes, args.rate, args.int8_from, args.device)
    checkpoint.save(student.state_dict(), args.out)
    print(f"{steps} steps; wrote {args.out}")


if __name__ == "__main__":
    main()
