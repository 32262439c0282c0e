"""The loop that teachers and students share: a budget in minutes, warm-up, linear decay, clipping."""
from __future__ import annotations

import time
from collections.abc import Callable

import torch
from torch import Tensor

from network import Encoder

WARM_UP = 0.03
FINAL = 0.005


def optimise(encoder: Encoder, loss_of: Callable[[int, float], Tensor], minutes: float, rate: float,
             int8_from: float, device: str, log_every: float = 20) -> int:
    """Calls `loss_of(step, progress)` until the time is up; `int8_from` is the progress at which rounding begins.

    Time, not steps, sets the schedule: what one has is a budget on a machine of unknown speed.
    """
    optimiser = torch.optim.AdamW(encoder.parameters(), lr=rate, weight_decay=0.01, fused=device == "cuda")
    begin, step, logged = time.monotonic(), 0, 0.0
    encoder.train()
    while (elapsed := time.monotonic() - begin) < minutes * 60:
        progress = elapsed / (minutes * 60)
        for group in optimiser.param_groups:
            group["lr"] = rate * min(1.0, (progress + 1e-3) / WARM_UP) * max(FINAL, 1 - progress)
        if progress >= int8_from:
            encoder.imitate_int8(True)
        with torch.autocast(device, dtype=torch.bfloat16, enabled=device == "cuda"):
            loss = loss_of(step, progress)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(encoder.parameters(), 1.0)
        optimiser.step()
        step += 1
        if elapsed - logged >= log_every:
            logged = elapsed
            print(f"{elapsed:6.0f} s  step {step}  loss {loss.item():.4f}", flush=True)
        elif step % 8 == 0 and device == "cuda":
            torch.cuda.synchronize()  # the clock above must not run ahead of the device
    return step
