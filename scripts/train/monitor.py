"""How a network does on the articles held back from training, while it is trained."""
from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn

from batches import Corpus
from network import END, KEEP, KEEP_FOR_QUESTION, START, Scores
from rows import Alone, Asked, draw_alone, draw_asked

BATCHES = 24
WINDOW = 256
GROUPS, GROUP = 16, 8
FAR = -1e4
# The share of pieces kept, without and with the question.
ALONE_RATE, ASKED_RATE = 0.25, 0.1


class Monitor:
    """The same rows at each call, so that figures can be compared."""

    def __init__(self, path: Path, device: str) -> None:
        corpus = Corpus(path, device, 0)
        self.batches = [(draw_alone(corpus, GROUPS * 4, WINDOW), draw_asked(corpus, GROUPS, GROUP, WINDOW))
                        for _ in range(BATCHES)]
        self.device = device

    def report(self, network: nn.Module) -> str:
        training = network.training
        network.eval()
        totals = torch.zeros(4, device=self.device)
        with torch.no_grad(), torch.autocast(self.device, dtype=torch.bfloat16, enabled=self.device == "cuda"):
            for alone, asked in self.batches:
                run = lambda w: network(w.ids, w.types, w.lengths)  # noqa: E731
                totals += torch.stack(measures(run(alone.windows), alone, run(asked.windows), asked))
        network.train(training)
        names = (f"answers kept at {ALONE_RATE}", f"with the question at {ASKED_RATE}", "ranked first of 8", "spans exact")
        return ", ".join(f"{n} {x:.3f}" for n, x in zip(names, (totals / BATCHES).tolist(), strict=True))


def measures(alone_scores: Scores, alone: Alone, scores: Scores, asked: Asked) -> list[Tensor]:
    passage = asked.windows.places >= 0
    first = asked.relevant == 1
    best = scores.relevance.view(-1, asked.group).argmax(1) == 0
    where = [scores.tokens[..., head].masked_fill(~passage, FAR).argmax(1) for head in (START, END)]
    exact = (where[0] == asked.labels.start) & (where[1] == asked.labels.end)
    return [
        kept(alone_scores.tokens[..., KEEP], alone.labels.answer, alone.windows.places >= 0, ALONE_RATE),
        kept(scores.tokens[first][..., KEEP_FOR_QUESTION], asked.labels.answer[first], passage[first], ASKED_RATE),
        best.float().mean(), exact[first].float().mean(),
    ]


def kept(logits: Tensor, answer: Tensor, passage: Tensor, rate: float) -> Tensor:
    """The share of rows whose answer stands whole among the best `rate` of the passage's pieces."""
    room = (passage.sum(1) * rate).long().clamp(min=1)
    order = logits.masked_fill(~passage, FAR).argsort(1, descending=True).argsort(1)
    lost = ((answer == 1) & (order >= room[:, None])).any(1)
    return (~lost).float().mean()
