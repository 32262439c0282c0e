"""Proves on the device that attention by blocks sees what the rule says, before time is spent on training."""
from __future__ import annotations

import torch
import torch.nn.functional as F
from torch.nn.attention.flex_attention import flex_attention

from packing import Row, block_mask, dense_mask


def made_row(length: int, device: str) -> Row:
    """Samples of several lengths with branches, a chunk's border inside some."""
    sample = torch.arange(length, device=device) // 700
    place = torch.arange(length, device=device) % 700
    branch = torch.where(place < 500, 0, 1 + (place - 500) // 50)
    position = torch.where(place < 500, place, 500 + (place - 500) % 50) + 7900 * (sample % 2)
    zero = torch.zeros_like(place)
    return Row(*(x.int() for x in (zero, position, sample, branch, zero, zero, zero)))


def check_attention(device: str, length: int = 2048) -> str:
    row = made_row(length, device)
    q, k, v = (torch.randn(1, h, length, 64, device=device, dtype=torch.bfloat16) for h in (8, 4, 4))
    compiled = torch.compile(flex_attention, dynamic=False)
    worst = 0.0
    for chunked in (True, False):
        out = compiled(q, k, v, block_mask=block_mask(row, chunked), enable_gqa=True).float()
        expected = F.scaled_dot_product_attention(q.float(), k.float(), v.float(), attn_mask=dense_mask(row, chunked), enable_gqa=True)
        worst = max(worst, ((out - expected).norm() / expected.norm()).item())
    if not worst < 0.02:
        raise SystemExit(f"attention by blocks is wrong: {worst:.3f} off")
    return f"attention by blocks is right: {worst:.4f} off"
