"""How many replies a model gives word for word. A reply is right if each of its tokens is the most likely one."""
from __future__ import annotations

from collections import Counter

import torch
from torch import Tensor

from model import Nano
from packing import REPLY, SMALLEST, Row, packed
from tasks import KINDS, Tasks


def held_out_rows(tasks: Tasks, lengths: list[int], length: int, count: int) -> dict[str, list[Row]]:
    """Rows of samples of each length and kind: `fact@2048` and so on."""
    def rows(kind: str, n: int, smallest: int) -> list[Row]:
        draw = lambda room: tasks.of_kind(kind, min(room, n))
        return [packed(draw, length, min(smallest, length)) for _ in range(count if n > 4096 else 1)]

    sets = {f"{kind}@{n}": rows(kind, n, n) for n in lengths for kind in ("fact", "pair")}
    return sets | {"compressed": rows("compressed", 8192, SMALLEST)} if tasks.compressed else sets


def accuracy(model: Nano, rows: list[Row], device: str) -> dict[str, tuple[int, int]]:
    """Right replies and all replies, by kind. Gradients stay on: a compiled model would be compiled again without."""
    right, total = Counter(), Counter()
    for row in rows:
        row = row.to(device)
        with torch.autocast(device, dtype=torch.bfloat16, enabled=device == "cuda"):
            hidden = model(row)[0]
            at = torch.nonzero(row.weight == REPLY)[:, 0]
            hit = _logits(model, hidden.detach()[at]).argmax(-1) == row.target[at]
        reply = (row.sample.long() * 64 + row.branch)[at]
        of_reply, index = reply.unique(return_inverse=True)
        all_hit = torch.ones(len(of_reply), dtype=torch.int32, device=device).scatter_reduce(0, index, hit.int(), "amin")
        kind = torch.zeros(len(of_reply), dtype=torch.int32, device=device).scatter(0, index, row.kind[at])
        for k, h in zip(kind.tolist(), all_hit.tolist(), strict=True):
            total[KINDS[k]] += 1
            right[KINDS[k]] += h
    return {k: (right[k], n) for k, n in total.items()}


def _logits(model: Nano, hidden: Tensor) -> Tensor:
    return getattr(model, "_orig_mod", model).logits(hidden)


def report(model: Nano, sets: dict[str, list[Row]], device: str) -> str:
    lines = []
    for name, rows in sets.items():
        found = accuracy(model, rows, device)
        lines.append(f"  {name:16} " + "  ".join(f"{k} {r}/{n} {r / n:.3f}" for k, (r, n) in sorted(found.items())))
    return "\n".join(lines)
