"""The architecture of Llama 4's text model, with the names of transformers' Llama4ForCausalLM, for packed rows."""
from __future__ import annotations

from dataclasses import asdict, dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.nn.attention.flex_attention import BlockMask, flex_attention

from packing import Row, block_mask, dense_mask
from tasks import CHUNK


@dataclass(frozen=True)
class Shape:
    vocabulary: int = 8192
    width: int = 320
    layers: int = 12
    heads: int = 8
    kv_heads: int = 4
    head_width: int = 64
    experts: int = 4
    inner: int = 256
    theta: float = 10_000.0
    epsilon: float = 1e-5
    context: int = 131_072

    def is_global(self, layer: int) -> bool:
        """Every fourth layer knows no positions, and sees everything."""
        return layer % 4 == 3

    def to_transformers(self) -> dict[str, object]:
        """The arguments of Llama4TextConfig."""
        return dict(vocab_size=self.vocabulary, hidden_size=self.width, intermediate_size=self.inner, intermediate_size_mlp=self.inner,
                    num_hidden_layers=self.layers, num_attention_heads=self.heads, num_key_value_heads=self.kv_heads,
                    head_dim=self.head_width, num_local_experts=self.experts, num_experts_per_tok=1, interleave_moe_layer_step=1,
                    rms_norm_eps=self.epsilon, max_position_embeddings=self.context, tie_word_embeddings=True, use_qk_norm=True,
                    no_rope_layer_interval=4, attention_chunk_size=CHUNK, attn_temperature_tuning=True, floor_scale=CHUNK, attn_scale=0.1,
                    rope_parameters={"rope_type": "default", "rope_theta": self.theta}, bos_token_id=self.vocabulary - 5,
                    eos_token_id=self.vocabulary - 1, pad_token_id=None)

    def to_metadata(self) -> dict[str, str]:
        return {k: repr(v) for k, v in asdict(self).items()}

    @staticmethod
    def from_metadata(metadata: dict[str, str]) -> Shape:
        return Shape(**{k: type(getattr(Shape, k))(metadata[k]) for k in asdict(Shape())})


class Norm(nn.Module):
    def __init__(self, width: int, epsilon: float) -> None:
        super().__init__()
        self.weight, self.epsilon = nn.Parameter(torch.ones(width)), epsilon

    def forward(self, x: Tensor) -> Tensor:
        return unit(x, self.epsilon) * self.weight.to(x.dtype)


def unit(x: Tensor, epsilon: float) -> Tensor:
    y = x.float()
    return (y * torch.rsqrt(y.square().mean(-1, keepdim=True) + epsilon)).to(x.dtype)


@dataclass
class Places:
    """What all layers need to know of a row's positions."""
    cosine: Tensor
    sine: Tensor
    temperature: Tensor
    local: BlockMask | Tensor
    everywhere: BlockMask | Tensor


class Attention(nn.Module):
    def __init__(self, shape: Shape, layer: int) -> None:
        super().__init__()
        self.shape, self.is_global = shape, shape.is_global(layer)
        inner, kv = shape.heads * shape.head_width, shape.kv_heads * shape.head_width
        self.q_proj = nn.Linear(shape.width, inner, bias=False)
        self.k_proj = nn.Linear(shape.width, kv, bias=False)
        self.v_proj = nn.Linear(shape.width, kv, bias=False)
        self.o_proj = nn.Linear(inner, shape.width, bias=False)

    def forward(self, x: Tensor, places: Places) -> Tensor:
        q, k, v = (f(x).view(len(x), -1, self.shape.head_width) for f in (self.q_proj, self.k_proj, self.v_proj))
        if self.is_global:
            q = (q * places.temperature).to(q.dtype)
        else:
            q, k = (unit(rotated(y, places), self.shape.epsilon) for y in (q, k))
        out = attend(q, k, v, places.everywhere if self.is_global else places.local)
        return self.o_proj(out.flatten(1))


def rotated(x: Tensor, places: Places) -> Tensor:
    """Pairs of neighbours are turned by an angle that grows with the position."""
    a, b = x.float().unflatten(-1, (-1, 2)).unbind(-1)
    turned = torch.stack([a * places.cosine - b * places.sine, a * places.sine + b * places.cosine], -1)
    return turned.flatten(-2).to(x.dtype)


def attend(q: Tensor, k: Tensor, v: Tensor, mask: BlockMask | Tensor) -> Tensor:
    q, k, v = (y.transpose(0, 1)[None] for y in (q, k, v))
    if isinstance(mask, BlockMask):
        out = flex_attention(q, k, v, block_mask=mask, enable_gqa=True)
    else:
        out = F.scaled_dot_product_attention(q, k, v, attn_mask=mask, enable_gqa=True)
    return out[0].transpose(0, 1)


class Router(nn.Linear):
    pass


class Mlp(nn.Module):
    def __init__(self, width: int, inner: int) -> None:
        super().__init__()
        self.gate_proj = nn.Linear(width, inner, bias=False)
        self.up_proj = nn.Linear(width, inner, bias=False)
        self.down_proj = nn.Linear(inner, width, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        return self.down_proj(F.silu(self.gate_proj(x)) * self.up_proj(x))


class Experts(nn.Module):
    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.gate_up_proj = nn.Parameter(torch.empty(shape.experts, shape.width, 2 * shape.inner))
        self.down_proj = nn.Parameter(torch.empty(shape.experts, shape.inner, shape.width))

    def forward(self, x: Tensor, scores: Tensor) -> Tensor:
        """All experts at once: those with a score of 0 give 0. With so few and so small ones this beats sorting tokens."""
        gate, up = torch.einsum("td,edf->tef", x, self.gate_up_proj.to(x.dtype)).mul(scores[:, :, None]).chunk(2, -1)
        return (F.silu(gate) * up).flatten(1) @ self.down_proj.to(x.dtype).flatten(0, 1)


class Moe(nn.Module):
    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.experts = Experts(shape)
        self.router = Router(shape.width, shape.experts, bias=False)
        self.shared_expert = Mlp(shape.width, shape.inner)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        logits = self.router(x)
        best, index = logits.max(-1, keepdim=True)
        scores = torch.zeros_like(logits).scatter(1, index, torch.sigmoid(best.float()).to(logits.dtype))
        return self.shared_expert(x) + self.experts(x, scores), imbalance(logits.float(), index)


def imbalance(logits: Tensor, index: Tensor) -> Tensor:
    """1 if all experts have as much to do, more if not."""
    experts = logits.shape[1]
    used = F.one_hot(index[:, 0], experts).float().mean(0)
    return experts * (used * logits.softmax(-1).mean(0)).sum()


class Layer(nn.Module):
    def __init__(self, shape: Shape, layer: int) -> None:
        super().__init__()
        self.self_attn = Attention(shape, layer)
        self.feed_forward = Moe(shape)
        self.input_layernorm = Norm(shape.width, shape.epsilon)
        self.post_attention_layernorm = Norm(shape.width, shape.epsilon)

    def forward(self, x: Tensor, places: Places) -> tuple[Tensor, Tensor]:
        x = x + self.self_attn(self.input_layernorm(x), places)
        out, uneven = self.feed_forward(self.post_attention_layernorm(x))
        return x + out, uneven


class Decoder(nn.Module):
    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.embed_tokens = nn.Embedding(shape.vocabulary, shape.width)
        self.layers = nn.ModuleList(Layer(shape, i) for i in range(shape.layers))
        self.norm = Norm(shape.width, shape.epsilon)


class Nano(nn.Module):
    """Reads one packed row. Embeddings and output share their weights."""

    def __init__(self, shape: Shape, blocks: bool = True) -> None:
        super().__init__()
        self.shape, self.blocks = shape, blocks
        self.model = Decoder(shape)
        for name, p in self.named_parameters():
            if p.dim() > 1:
                out = name.endswith(("o_proj.weight", "down_proj.weight", "down_proj"))
                nn.init.normal_(p, std=0.02 / (2 * shape.layers) ** 0.5 if out else 0.02)

    def forward(self, row: Row) -> tuple[Tensor, Tensor]:
        """The last hidden states, and how unevenly experts are used."""
        places = self.places(row)
        x = self.model.embed_tokens(row.tokens)
        uneven = x.new_zeros((), dtype=torch.float32)
        for layer in self.model.layers:
            x, more = layer(x, places)
            uneven = uneven + more
        return self.model.norm(x), uneven / self.shape.layers

    def places(self, row: Row) -> Places:
        half = self.shape.head_width // 2
        frequency = self.shape.theta ** (-torch.arange(half, device=row.tokens.device).float() / half)
        angle = row.position.float()[:, None, None] * frequency
        temperature = 1 + 0.1 * torch.log1p(torch.floor((row.position.float() + 1) / CHUNK))
        mask = block_mask if self.blocks else dense_mask
        return Places(angle.cos(), angle.sin(), temperature[:, None, None], mask(row, True), mask(row, False))

    def logits(self, hidden: Tensor) -> Tensor:
        return hidden @ self.model.embed_tokens.weight.to(hidden.dtype).T
