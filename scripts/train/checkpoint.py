"""Encoders as safetensors: the base model's names translated, and our own checkpoints kept small.

A checkpoint holds everything but the word embedding table, whose int8 rows live in `words.safetensors`.
"""
from __future__ import annotations

import re
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor

from network import HIDDEN, TYPES, Encoder

State = dict[str, Tensor]

BASE_NAMES = {
    "embeddings.position_embeddings.weight": "positions.weight",
    "embeddings.LayerNorm.weight": "norm.weight",
    "embeddings.LayerNorm.bias": "norm.bias",
}
BASE_LAYER_NAMES = {
    "attention.output.dense": "output",
    "attention.output.LayerNorm": "attention_norm",
    "intermediate.dense": "up",
    "output.dense": "down",
    "output.LayerNorm": "feedforward_norm",
}


def quantise_words(table: Tensor) -> State:
    """int8 rows with a scale each: the table as it ships, so that training sees what users get."""
    scales = table.float().abs().amax(1).clamp(min=1e-8) / 127
    rows = (table.float() / scales[:, None]).round().clamp(-127, 127).to(torch.int8)
    return {"words": rows, "word_scales": scales}


def from_base(path: Path) -> tuple[State, State]:
    """The base model's weights under our names: (encoder state without heads, word table)."""
    raw = load_file(path)
    state = {ours: raw[theirs].float() for theirs, ours in BASE_NAMES.items()}
    # All five case features start as the base model's type 0.
    state["types.weight"] = raw["embeddings.token_type_embeddings.weight"][:1].float().repeat(TYPES, 1)
    count = 1 + max(int(m[1]) for k in raw if (m := re.match(r"encoder\.layer\.(\d+)\.", k)))
    for i in range(count):
        source = f"encoder.layer.{i}."
        for kind in ("weight", "bias"):
            parts = [raw[f"{source}attention.self.{p}.{kind}"].float() for p in ("query", "key", "value")]
            state[f"layers.{i}.qkv.{kind}"] = torch.cat(parts)
            for theirs, ours in BASE_LAYER_NAMES.items():
                state[f"layers.{i}.{ours}.{kind}"] = raw[f"{source}{theirs}.{kind}"].float()
    return state, quantise_words(raw["embeddings.word_embeddings.weight"])


def random_heads(seed: int) -> State:
    g = torch.Generator().manual_seed(seed)
    return {
        "tokens.weight": torch.randn(4, HIDDEN, generator=g) * 0.02, "tokens.bias": torch.zeros(4),
        "relevance.weight": torch.randn(1, HIDDEN, generator=g) * 0.02, "relevance.bias": torch.zeros(1),
    }


def layer_count(state: State) -> int:
    return 1 + max(int(k.split(".")[1]) for k in state if k.startswith("layers."))


def select_layers(chosen: list[tuple[State, int]], rest: State) -> State:
    """An encoder made of layers of one or several others, each given as (encoder, layer), and of what `rest` has besides."""
    kept = {k: v for k, v in rest.items() if not k.startswith("layers.")}
    for place, (state, layer) in enumerate(chosen):
        prefix = f"layers.{layer}."
        kept |= {f"layers.{place}.{k[len(prefix):]}": v for k, v in state.items() if k.startswith(prefix)}
    return kept


def build(state: State, words: State) -> Encoder:
    encoder = Encoder(layer_count(state), words["words"], words["word_scales"])
    encoder.load_state_dict({k: v.float() for k, v in state.items()})
    return encoder


def save(state: State, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    save_file({k: v.detach().to("cpu", torch.float16).contiguous() for k, v in state.items()}, path)


def load(path: Path) -> State:
    return {k: v.float() for k, v in load_file(path).items()}
