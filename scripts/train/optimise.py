"""The loop that teacher and students share: a budget in minutes, warm-up, linear decay, clipping."""
from __future__ import annotations

import time
from collections.abc import Callable, Sequence

import torch
from torch import Tensor, nn

WARM_UP = 0.03
FINAL = 0.005
REPORTS = 6


def optimise(networks: Sequence[nn.Module], loss_of: Callable[[int, float], Tensor], minutes: float,
             rates: Sequence[float], device: str, report: Callable[[], None]) -> int:
    """Calls `loss_of(step, progress)` until the time is up, and `report` now and then.

    Time, not steps, sets the schedule: what one has is a budget on a machine of unknown speed.
    """
    groups = [{"params": list(n.parameters()), "peak": r} for n, r in zip(networks, rates, strict=True)]
    optimiser = torch.optim.AdamW(groups, lr=rates[0], weight_decay=0.01, fused=device == "cuda")
    begin, step, reports = time.monotonic(), 0, 0
    for network in networks:
        network.train()
    while (elapsed := time.monotonic() - begin) < minutes * 60:
        progress = elapsed / (minutes * 60)
        for group in optimiser.param_groups:
            group["lr"] = group["peak"] * min(1.0, (progress + 1e-3) / WARM_UP) * max(FINAL, 1 - progress)
        # No cache of cast weights: a graph of a network must hold the casts itself.
        with torch.autocast(device, dtype=torch.bfloat16, enabled=device == "cuda", cache_enabled=False):
            loss = loss_of(step, progress)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        for network in networks:
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        step += 1
        if progress > (reports + 1) / (REPORTS + 1):
            reports += 1
            print(f"{elapsed:6.0f} s  step {step}  loss {loss.item():.4f}", flush=True)
            report()
        elif step % 8 == 0 and device == "cuda":
            torch.cuda.synchronize()  # the clock above must not run ahead of the device
    report()
    return step
