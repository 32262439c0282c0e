"""Samples packed into rows of one length, and which token of a row may see which."""
from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn.attention.flex_attention import BlockMask

from tasks import CHUNK, KINDS, Mix, Sample, Tasks

BLOCK = 128
NOTHING, TEXT, REPLY = 0, 1, 2
# Less than this is left empty at the end of a row.
SMALLEST = 384


@dataclass
class Row:
    """A row of T tokens. Branches of a sample share its context and do not see each other."""
    tokens: Tensor    # int32
    position: Tensor  # int32: where the token would stand if its branch were alone
    sample: Tensor    # int32
    branch: Tensor    # int32: 0 is the context
    target: Tensor    # int32: the next token
    weight: Tensor    # int32: what the next token is for the loss
    kind: Tensor      # int32: of the reply, by its place in KINDS

    def to_array(self) -> np.ndarray:
        return torch.stack(list(vars(self).values())).numpy()

    @staticmethod
    def from_array(array: np.ndarray) -> Row:
        return Row(*torch.from_numpy(array).unbind(0))

    def to(self, device: str) -> Row:
        return Row(**{k: v.to(device, non_blocking=True) for k, v in vars(self).items()})


def packed(draw: Callable[[int], Sample], length: int, smallest: int = SMALLEST) -> Row:
    """A row of what `draw(room)` gives, while there is room for a sample of the smallest size."""
    arrays = {name: np.zeros(length, np.int32) for name in ("tokens", "position", "sample", "branch", "target", "weight", "kind")}
    used, number = 0, 1
    while length - used >= smallest:
        sample = draw(length - used)
        if sample.length > length - used:
            continue
        place(arrays, used, number, sample)
        used += sample.length
        number += 1
    arrays["sample"][used:] = number
    arrays["position"][used:] = np.arange(length - used)
    return Row(**{name: torch.from_numpy(array) for name, array in arrays.items()})


def place(arrays: dict[str, np.ndarray], at: int, number: int, sample: Sample) -> None:
    n = len(sample.context)
    arrays["sample"][at:at + sample.length] = number
    put(arrays, at, sample.context, sample.position)
    arrays["weight"][at:at + n - 1] = TEXT
    if sample.copied:
        arrays["weight"][at + n - 1 - sample.copied:at + n - 1] = REPLY
        arrays["kind"][at:at + n] = KINDS.index("copy")
    at += n
    for index, branch in enumerate(sample.branches, 1):
        tokens = np.array(branch.question + branch.reply, np.int32)
        put(arrays, at, tokens, sample.position + n)
        begin, end = at + len(branch.question) - 1, at + len(tokens) - 1
        arrays["weight"][begin:end] = REPLY
        arrays["branch"][at:at + len(tokens)] = index
        arrays["kind"][at:at + len(tokens)] = KINDS.index(branch.kind)
        at += len(tokens)


def put(arrays: dict[str, np.ndarray], at: int, tokens: np.ndarray, position: int) -> None:
    n = len(tokens)
    arrays["tokens"][at:at + n] = tokens
    arrays["target"][at:at + n - 1] = tokens[1:]
    arrays["position"][at:at + n] = np.arange(position, position + n)


def rows(tasks: Tasks, mix: Callable[[], Mix], length: int) -> Iterator[Row]:
    while True:
        yield packed(lambda room: tasks.sample(mix(), room), length)


def may_see(row: Row, chunked: bool) -> Callable[..., Tensor]:
    """The rule, for flex_attention and for a dense mask."""
    sample, branch, chunk = row.sample, row.branch, row.position // CHUNK

    def rule(b: Tensor, h: Tensor, q: Tensor, k: Tensor) -> Tensor:
        seen = (sample[q] == sample[k]) & (q >= k) & ((branch[k] == 0) | (branch[k] == branch[q]))
        return seen & (chunk[q] == chunk[k]) if chunked else seen

    return rule


def dense_mask(row: Row, chunked: bool) -> Tensor:
    index = torch.arange(len(row.tokens), device=row.tokens.device)
    zero = torch.zeros((), dtype=torch.int32)
    return may_see(row, chunked)(zero, zero, index[:, None], index[None, :])


def block_mask(row: Row, chunked: bool) -> BlockMask:
    """The same by blocks, from the least and the greatest number in each: no pair of tokens is looked at."""
    def bounds(x: Tensor) -> tuple[Tensor, Tensor]:
        blocks = x.view(-1, BLOCK)
        return blocks.amin(1), blocks.amax(1)

    (s0, s1), (b0, b1), (c0, c1) = bounds(row.sample), bounds(row.branch), bounds(row.position // CHUNK)
    index = torch.arange(len(s0), device=s0.device)
    q, k = index[:, None], index[None, :]
    # Samples follow one another, so ranges that overlap in a block before or at this one are the only ones to see.
    some = (q >= k) & (s1[k] >= s0[q]) & ((b0[k] == 0) | ((b0[k] <= b1[q]) & (b0[q] <= b1[k])) | (s0[k] != s1[k]))
    every = (q > k) & (s0[k] == s1[k]) & (s0[q] == s1[q]) & (s0[q] == s0[k]) & (b1[k] == 0)
    if chunked:
        some = some & (c0[k] <= c1[q]) & (c0[q] <= c1[k])
        every = every & (c0[k] == c1[k]) & (c0[q] == c1[q]) & (c0[q] == c0[k])
    return BlockMask.from_kv_blocks(*ordered(some & ~every), *ordered(every), BLOCK_SIZE=BLOCK, mask_mod=may_see(row, chunked))


def ordered(blocks: Tensor) -> tuple[Tensor, Tensor]:
    count = blocks.sum(-1, dtype=torch.int32)
    indices = torch.argsort(blocks.to(torch.int32), dim=-1, descending=True, stable=True).to(torch.int32)
    return count[None, None].contiguous(), indices[None, None].contiguous()
