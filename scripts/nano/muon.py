"""Muon: momentum whose direction is made orthogonal, for matrices; AdamW for the rest."""
from __future__ import annotations

from collections import defaultdict

import torch
from torch import Tensor, nn

# Of the quintic iteration that brings all singular values near 1.
A, B, C = 3.4445, -4.7750, 2.0315
STEPS = 5


class Muon(torch.optim.Optimizer):
    """Matrices of one shape are worked on together; a parameter of three dimensions is a stack of matrices."""

    def __init__(self, parameters: list[nn.Parameter], lr: float, momentum: float = 0.95, weight_decay: float = 0.05) -> None:
        super().__init__(parameters, dict(lr=lr, momentum=momentum, weight_decay=weight_decay))

    @torch.no_grad()
    def step(self) -> None:  # type: ignore[override]
        for group in self.param_groups:
            by_shape: dict[torch.Size, list[nn.Parameter]] = defaultdict(list)
            for p in group["params"]:
                if p.grad is not None:
                    by_shape[p.shape].append(p)
            for shape, same in by_shape.items():
                self._step(same, shape, group)

    def _step(self, same: list[nn.Parameter], shape: torch.Size, group: dict) -> None:
        updates = []
        for p in same:
            state = self.state[p]
            mean = state.setdefault("momentum", torch.zeros_like(p))
            mean.lerp_(p.grad, 1 - group["momentum"])
            updates.append(p.grad.lerp(mean, group["momentum"]))
        direction = orthogonal(torch.stack(updates).flatten(0, -3)).view(len(same), *shape)
        # As large as AdamW's, whatever the shape.
        size = 0.2 * max(shape[-2:]) ** 0.5 * group["lr"]
        for p, d in zip(same, direction, strict=True):
            p.mul_(1 - group["lr"] * group["weight_decay"]).add_(d, alpha=-size)


def orthogonal(stack: Tensor) -> Tensor:
    x = stack.bfloat16() if stack.is_cuda else stack
    tall = x.shape[-2] > x.shape[-1]
    x = x.mT if tall else x
    x = x / (x.norm(dim=(-2, -1), keepdim=True) + 1e-7)
    for _ in range(STEPS):
        square = x @ x.mT
        x = A * x + (B * square + C * square @ square) @ x
    return (x.mT if tall else x).to(stack.dtype)


def optimisers(model: nn.Module, rate: float) -> list[torch.optim.Optimizer]:
    matrices, others = [], []
    for name, p in model.named_parameters():
        (matrices if p.dim() > 1 and "embed" not in name and "router" not in name else others).append(p)
    return [Muon(matrices, rate), torch.optim.AdamW(others, rate, betas=(0.9, 0.98), weight_decay=0.0, fused=others[0].is_cuda)]
