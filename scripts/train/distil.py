"""Step 3, on a GPU: students of several depths that follow one teacher at once, so that it reads each row only once."""
from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from torch import Tensor

import checkpoint
import mpnet
from batches import Corpus, joined
from graphs import Asked, Trained
from losses import alone_loss, asked_loss, imitation
from monitor import Monitor
from network import Encoder, Scores
from optimise import optimise
from rows import draw_alone, draw_asked, draw_strange

LABEL_WEIGHT = 0.3
# A shallow student's last hidden state follows the deepest student's, less and less: useful early, a constraint later.
HIDDEN_WEIGHT = 1.0
# (window, rows of plain text, rows of strange questions, rows without a question, groups, rows a group)
SHORT, LONG = (128, 80, 16, 40, 24, 5), (256, 24, 8, 20, 12, 5)


@dataclass(frozen=True)
class Student:
    out: Path
    encoder: Encoder
    rate: float


def student(text: str, words: dict[str, Tensor], donor: Path, device: str) -> Student:
    """OUT=START:LAYERS:RATE, as in l3.safetensors=l6.safetensors:0,2,5:3e-4; a layer +7 is the donor's layer 7"""
    out, rest = text.split("=")
    start, layers, rate = rest.split(":")
    own, given = checkpoint.load(Path(start)), checkpoint.load(donor) if "+" in layers else {}
    state = checkpoint.select_layers([(given if x.startswith("+") else own, int(x)) for x in layers.split(",")], own)
    return Student(Path(out), checkpoint.build(state, words).to(device), float(rate))


def hidden_loss(student: Tensor, leader: Tensor, passage: Tensor) -> Tensor:
    leader = leader.detach().float()
    error = F.mse_loss(student.float(), leader, reduction="none").mean(2)
    return (error * passage).sum() / passage.sum() / leader.var().clamp(min=1e-6)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True, help="the folder that prepare wrote")
    parser.add_argument("--teacher", type=Path, required=True)
    parser.add_argument("--student", action="append", required=True, metavar="OUT=START:LAYERS:RATE", help="the deepest first")
    parser.add_argument("--donor", type=Path, help="a deeper encoder, whose layers are named +0, +1, …")
    parser.add_argument("--minutes", type=float, default=8)
    parser.add_argument("--int8-from", type=float, default=0.4, help="progress at which int8 rounding is imitated")
    parser.add_argument("--device", default="cuda")
    parser.add_argument("--seed", type=int, default=100)
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    torch.backends.cuda.matmul.allow_tf32 = True
    teacher = mpnet.build(checkpoint.load(args.teacher)).to(args.device).eval()
    words = load_file(args.work / "words.safetensors")
    students = [student(s, words, args.donor, args.device) for s in args.student]
    encoders = [s.encoder for s in students]
    taught_by, networks = Asked(teacher), [Trained(e) for e in encoders]
    corpus = Corpus(args.work / "data.npz", args.device, args.seed)
    monitor = Monitor(args.work / "dev.npz", args.device)

    def loss_of(step: int, progress: float) -> Tensor:
        if progress >= args.int8_from and not encoders[0].imitates_int8:
            for encoder, network in zip(encoders, networks, strict=True):
                encoder.imitate_int8(True)
                network.forget()
        n, plain, strange, alone, groups, group = LONG if step % 4 == 3 else SHORT
        without, asked = draw_alone(corpus, alone, n), draw_asked(corpus, groups, group, n)
        parts = [corpus.texts(plain, n), draw_strange(corpus, strange, n), without.windows, asked.windows]
        sizes, compared, rows = [plain, strange, alone, groups * group], (0, 1, 0, group), joined(parts)
        taught = taught_by(rows).split(sizes)
        total, leader = torch.zeros((), device=args.device), None
        for network in networks:
            scores = network(rows)
            own = scores.split(sizes)
            total = total + sum(imitation(o, t, p.places >= 0, c) for o, t, p, c in zip(own, taught, parts, compared, strict=True))
            total = total + LABEL_WEIGHT * (alone_loss(own[2], without) + asked_loss(own[3], asked))
            if leader is not None and progress < 0.5:
                total = total + HIDDEN_WEIGHT * (1 - 2 * progress) * hidden_loss(scores.hidden, leader, rows.places >= 0)
            leader = scores.hidden if leader is None else leader
        return total

    def report() -> None:
        for s in students:
            print(f"{s.out.stem}: {monitor.report(s.encoder)}", flush=True)
            checkpoint.save(s.encoder.state_dict(), s.out)

    print(f"teacher: {monitor.report(teacher)}", flush=True)
    steps = optimise(encoders, loss_of, args.minutes, [s.rate for s in students], args.device, report)
    print(f"{steps} steps")


if __name__ == "__main__":
    main()
