"""A large teacher: MPNet (12 layers of 768) with the same inputs and heads as the small encoders.

Its vocabulary is BERT's uncased one behind a few other special tokens, so that one tokenisation serves both.
Song et al., "MPNet: Masked and Permuted Pre-training for Language Understanding", 2020.
"""
from __future__ import annotations

import math
from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from torch import Tensor, nn

from network import DROPOUT, TYPES, Scores

WIDTH = 768
HEADS = 12
LAYERS = 12
BUCKETS = 32
FAR_DISTANCE = 128
FIRST_POSITION = 2  # the ones before it belong to padding
NORM_EPSILON = 1e-5
# BERT's name of a special piece, and MPNet's.
SPECIAL = {"[CLS]": "<s>", "[SEP]": "</s>", "[UNK]": "<unk>", "[MASK]": "<mask>"}

State = dict[str, Tensor]


def buckets(n: int, device: torch.device) -> Tensor:
    """[n, n] the bucket of the distance from each place (row) to each other (column)."""
    at = torch.arange(n, device=device)
    distance = at[:, None] - at[None]
    half, exact = BUCKETS // 2, BUCKETS // 4
    size = distance.abs()
    far = exact + (torch.log(size.clamp(min=1) / exact) / math.log(FAR_DISTANCE / exact) * (half - exact)).long()
    return (distance < 0) * half + torch.where(size < exact, size, far.clamp(max=half - 1))


class Layer(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.output = nn.Linear(WIDTH, WIDTH)
        self.attention_norm = nn.LayerNorm(WIDTH, NORM_EPSILON)
        self.up = nn.Linear(WIDTH, 4 * WIDTH)
        self.down = nn.Linear(4 * WIDTH, WIDTH)
        self.feedforward_norm = nn.LayerNorm(WIDTH, NORM_EPSILON)
        self.dropout = nn.Dropout(DROPOUT)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        batch, n, _ = x.shape
        q, k, v = self.qkv(x).view(batch, n, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        a = F.scaled_dot_product_attention(q, k, v, attn_mask=bias.to(q.dtype),
                                           dropout_p=DROPOUT if self.training else 0.0)
        x = self.attention_norm(x + self.dropout(self.output(a.transpose(1, 2).reshape(batch, n, WIDTH))))
        return self.feedforward_norm(x + self.dropout(self.down(F.gelu(self.up(x)))))


class Teacher(nn.Module):
    def __init__(self, vocabulary: int, positions: int) -> None:
        super().__init__()
        self.words = nn.Embedding(vocabulary, WIDTH)
        self.positions = nn.Embedding(positions, WIDTH)
        self.types = nn.Embedding(TYPES, WIDTH)
        self.distances = nn.Embedding(BUCKETS, HEADS)
        self.norm = nn.LayerNorm(WIDTH, NORM_EPSILON)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.tokens = nn.Linear(WIDTH, 4)
        self.relevance = nn.Linear(WIDTH, 1)
        self.dropout = nn.Dropout(DROPOUT)

    def forward(self, ids: Tensor, types: Tensor, lengths: Tensor) -> Scores:
        n = ids.shape[1]
        places = torch.arange(n, device=ids.device)
        outside = places >= lengths.long()[:, None]
        distances = self.distances(buckets(n, ids.device)).permute(2, 0, 1).detach()  # stay as pretrained
        bias = distances[None] + outside[:, None, None, :] * -1e4
        x = self.words(ids.long()) + self.positions(places + FIRST_POSITION) + self.types(types.long())
        x = self.dropout(self.norm(x))
        for layer in self.layers:
            x = layer(x, bias)
        return Scores(self.tokens(x).float(), self.relevance(x[:, 0]).float()[:, 0], x)


def renumbering(bert: list[str], mpnet: list[str]) -> list[int]:
    """For each of BERT's pieces its number in MPNet's vocabulary."""
    number = {piece: i for i, piece in enumerate(mpnet)}
    return [number.get(SPECIAL.get(piece, piece), number["<unk>"]) for piece in bert]


def from_base(folder: Path, bert_vocabulary: list[str], seed: int) -> State:
    """The pretrained weights under our names, the word table in BERT's order, with random heads."""
    raw = {k: v.float() for k, v in load_file(folder / "model.safetensors").items() if "position_ids" not in k}
    order = renumbering(bert_vocabulary, (folder / "vocab.txt").read_text(encoding="utf-8").splitlines())
    state = {
        "words.weight": raw["embeddings.word_embeddings.weight"][order],
        "positions.weight": raw["embeddings.position_embeddings.weight"],
        "types.weight": torch.zeros(TYPES, WIDTH),
        "distances.weight": raw["encoder.relative_attention_bias.weight"],
    }
    for kind in ("weight", "bias"):
        state[f"norm.{kind}"] = raw[f"embeddings.LayerNorm.{kind}"]
        for i in range(LAYERS):
            source, ours = f"encoder.layer.{i}.", f"layers.{i}."
            state[f"{ours}qkv.{kind}"] = torch.cat([raw[f"{source}attention.attn.{p}.{kind}"] for p in "qkv"])
            for theirs, name in (("attention.attn.o", "output"), ("attention.LayerNorm", "attention_norm"),
                                 ("intermediate.dense", "up"), ("output.dense", "down"),
                                 ("output.LayerNorm", "feedforward_norm")):
                state[f"{ours}{name}.{kind}"] = raw[f"{source}{theirs}.{kind}"]
    g = torch.Generator().manual_seed(seed)
    for head, size in (("tokens", 4), ("relevance", 1)):
        state[f"{head}.weight"] = torch.randn(size, WIDTH, generator=g) * 0.02
        state[f"{head}.bias"] = torch.zeros(size)
    return state


def build(state: State) -> Teacher:
    teacher = Teacher(len(state["words.weight"]), len(state["positions.weight"]))
    teacher.load_state_dict({k: v.float() for k, v in state.items()})
    return teacher
