"""The encoder: a small BERT with case features as token types, four token heads and one relevance head.

The word embedding table is int8 rows with scales and is never trained, so that encoders of different depth share one
file. Linear layers can imitate the shipped int8 arithmetic (`imitate_int8`), so that training sees its rounding.
"""
from __future__ import annotations

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

HIDDEN = 384
HEADS = 12
FEEDFORWARD = 1536
POSITIONS = 512
TYPES = 5
VOCABULARY = 30_522
NORM_EPSILON = 1e-12

# The columns of the token output.
KEEP, KEEP_FOR_QUESTION, START, END = range(4)

# Weights use 7 bits: the 16-bit partial sums of processors without VNNI then cannot saturate (255 * 63 * 2 < 2**15).
WEIGHT_LIMIT = 63
DROPOUT = 0.1


@dataclass(frozen=True)
class Scores:
    tokens: Tensor  # [batch, n, 4] logits
    relevance: Tensor  # [batch] logits
    hidden: Tensor  # [batch, n, width], the last layer's output

    def split(self, sizes: list[int]) -> list[Scores]:
        """The scores of each part of a joined batch."""
        parts = (x.split(sizes) for x in (self.tokens, self.relevance, self.hidden))
        return [Scores(*p) for p in zip(*parts, strict=True)]


def weight_scales(weight: Tensor) -> Tensor:
    """The symmetric int8 scale of each output channel."""
    return weight.detach().abs().amax(1).clamp(min=1e-8).float() / WEIGHT_LIMIT


# One kernel instead of six: at this width a step is mostly reading and writing memory.
ROUNDED = torch.cuda.jiterator._create_jit_fn(  # noqa: SLF001
    """template <typename T> T rounded(T x, T scale, T zero, T low, T high) {
        T whole = rint(x / scale + zero);
        return ((whole < low ? low : whole > high ? high : whole) - zero) * scale;
    }""", low=0.0, high=255.0)


class Rounded(torch.autograd.Function):
    """A value as int8 arithmetic sees it; the gradient passes as if it were the value itself.

    torch.fake_quantize_* would do, but it reads its zero points back to the host at each call, which is most of a step.
    """

    @staticmethod
    def forward(_: object, x: Tensor, scale: Tensor, zero: Tensor, low: int, high: int) -> Tensor:
        if x.is_cuda:
            return ROUNDED(x, scale, zero, low=float(low), high=float(high))
        whole = (x / scale).add_(zero).round_().clamp_(low, high)
        return whole.sub_(zero).mul_(scale)

    @staticmethod
    def backward(_: object, gradient: Tensor) -> tuple[Tensor, None, None, None, None]:
        return gradient, None, None, None, None


def rounded_weight(weight: Tensor) -> Tensor:
    scales = weight_scales(weight)[:, None]
    return Rounded.apply(weight.float(), scales, torch.zeros_like(scales), -WEIGHT_LIMIT, WEIGHT_LIMIT)


def rounded_activation(x: Tensor) -> Tensor:
    """Rounds as DynamicQuantizeLinear does, each row of the batch for itself (a call holds one window)."""
    x = x.float()
    low, high = torch.aminmax(x.detach().flatten(1), dim=1)
    low, high = low.clamp(max=0), high.clamp(min=0)
    scale = ((high - low) / 255).clamp(min=1e-8)[:, None, None]
    zero = (-low[:, None, None] / scale).round().clamp(0, 255)
    return Rounded.apply(x, scale, zero, 0, 255)


class Linear(nn.Linear):
    imitate_int8 = False

    def forward(self, x: Tensor) -> Tensor:
        if self.imitate_int8:
            return F.linear(rounded_activation(x), rounded_weight(self.weight), self.bias)
        return super().forward(x)


class Layer(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.qkv = Linear(HIDDEN, 3 * HIDDEN)
        self.output = Linear(HIDDEN, HIDDEN)
        self.attention_norm = nn.LayerNorm(HIDDEN, NORM_EPSILON)
        self.up = Linear(HIDDEN, FEEDFORWARD)
        self.down = Linear(FEEDFORWARD, HIDDEN)
        self.feedforward_norm = nn.LayerNorm(HIDDEN, NORM_EPSILON)
        self.dropout = nn.Dropout(DROPOUT)

    def forward(self, x: Tensor, valid: Tensor) -> Tensor:
        batch, n, _ = x.shape
        # Padding is zeroed before each product: it must not widen the range that the rounding sees.
        pad = valid[..., None].to(x.dtype)
        q, k, v = self.qkv(x * pad).view(batch, n, 3, HEADS, HIDDEN // HEADS).permute(2, 0, 3, 1, 4)
        a = F.scaled_dot_product_attention(q, k, v, attn_mask=valid[:, None, None, :],
                                           dropout_p=DROPOUT if self.training else 0.0)
        a = a.transpose(1, 2).reshape(batch, n, HIDDEN)
        x = self.attention_norm(x + self.dropout(self.output(a * pad)))
        return self.feedforward_norm(x + self.dropout(self.down(F.gelu(self.up(x * pad)) * pad)))


class Encoder(nn.Module):
    def __init__(self, layers: int, words: Tensor, word_scales: Tensor) -> None:
        super().__init__()
        # Not in the state dict: the table is fixed and lives in its own file.
        self.register_buffer("words", words, persistent=False)
        self.register_buffer("word_scales", word_scales, persistent=False)
        self.positions = nn.Embedding(POSITIONS, HIDDEN)
        self.types = nn.Embedding(TYPES, HIDDEN)
        self.norm = nn.LayerNorm(HIDDEN, NORM_EPSILON)
        self.layers = nn.ModuleList(Layer() for _ in range(layers))
        self.tokens = nn.Linear(HIDDEN, 4)
        self.relevance = nn.Linear(HIDDEN, 1)
        self.dropout = nn.Dropout(DROPOUT)

    def forward(self, ids: Tensor, types: Tensor, lengths: Tensor) -> Scores:
        n = ids.shape[1]
        ids = ids.long()
        places = torch.arange(n, device=ids.device)
        valid = places < lengths.long()[:, None]
        words = self.words[ids].float() * self.word_scales[ids][..., None]
        x = self.dropout(self.norm(words + self.positions(places) + self.types(types.long())))
        for layer in self.layers:
            x = layer(x, valid)
        return Scores(self.tokens(x).float(), self.relevance(x[:, 0]).float()[:, 0], x)

    @property
    def imitates_int8(self) -> bool:
        return self.layers[0].qkv.imitate_int8

    def imitate_int8(self, on: bool) -> None:
        for module in self.modules():
            if isinstance(module, Linear):
                module.imitate_int8 = on
