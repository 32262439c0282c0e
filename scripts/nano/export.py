"""Step 4: the model as a GGUF file for llama.cpp, with its tokenizer."""
from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from torch import Tensor, from_numpy

import checkpoint
import gguf
from model import Shape
from prompt import BOS, CHAT_TEMPLATE, END, EOT, SPECIAL

NORMAL, CONTROL = 1, 3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, required=True, help="the folder of weights-*.safetensors")
    parser.add_argument("--work", type=Path, required=True, help="the folder of tokenizer.json")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--form", choices=list(gguf.TENSOR_TYPES), default="q5_0")
    args = parser.parse_args()
    shape, weights = checkpoint.load(args.weights)
    write(args.out, shape, weights, args.work / "tokenizer.json", args.form)
    print(f"{args.out}: {args.out.stat().st_size:,} bytes")


def write(path: Path, shape: Shape, weights: dict[str, Tensor], tokenizer: Path, form: str) -> None:
    metadata = {**model_metadata(shape, form), **tokenizer_metadata(json.loads(tokenizer.read_text()))}
    gguf.write(path, metadata, dict(tensors(shape, {k: w.numpy() for k, w in weights.items()})), form)


def model_metadata(shape: Shape, form: str) -> dict[str, gguf.Value]:
    """Chunks of 8192, temperature and the layers without positions are built into llama.cpp; no key says them."""
    own: dict[str, gguf.Value] = {
        "block_count": shape.layers, "context_length": shape.context, "embedding_length": shape.width,
        "feed_forward_length": shape.inner, "expert_feed_forward_length": shape.inner, "expert_count": shape.experts,
        "expert_used_count": 1, "interleave_moe_layer_step": 1, "attention.head_count": shape.heads,
        "attention.head_count_kv": shape.kv_heads, "attention.key_length": shape.head_width,
        "attention.value_length": shape.head_width, "attention.layer_norm_rms_epsilon": shape.epsilon,
        "rope.dimension_count": shape.head_width, "rope.freq_base": shape.theta, "vocab_size": shape.vocabulary,
    }
    return {"general.architecture": "llama4", "general.name": "scout-nano", "general.license": "apache-2.0",
            "general.description": "A test asset: finds keys and facts in long contexts, and knows nothing else.",
            "general.file_type": gguf.FILE_TYPES[form], "general.quantization_version": 2,
            **{f"llama4.{key}": value for key, value in own.items()}}


def tokenizer_metadata(file: dict) -> dict[str, gguf.Value]:
    ids = {**file["model"]["vocab"], **{t["content"]: t["id"] for t in file["added_tokens"]}}
    tokens = sorted(ids, key=ids.__getitem__)
    return {"tokenizer.ggml.model": "gpt2", "tokenizer.ggml.pre": "llama4", "tokenizer.ggml.tokens": tokens,
            "tokenizer.ggml.token_type": [CONTROL if t in SPECIAL else NORMAL for t in tokens],
            "tokenizer.ggml.merges": [" ".join(m) for m in file["model"]["merges"]],
            "tokenizer.ggml.bos_token_id": ids[BOS], "tokenizer.ggml.eos_token_id": ids[EOT], "tokenizer.ggml.eot_token_id": ids[EOT],
            "tokenizer.ggml.padding_token_id": ids[END], "tokenizer.ggml.add_bos_token": True, "tokenizer.ggml.add_eos_token": False,
            "tokenizer.chat_template": CHAT_TEMPLATE}


def tensors(shape: Shape, weights: dict[str, np.ndarray]) -> Iterator[tuple[str, np.ndarray]]:
    """Under llama.cpp's names, rows last. The output has none of its own: it is the embeddings again."""
    yield "token_embd.weight", weights["model.embed_tokens.weight"]
    yield "output_norm.weight", weights["model.norm.weight"]
    for i in range(shape.layers):
        ours, theirs = f"model.layers.{i}.", f"blk.{i}."
        for name, own in PLAIN.items():
            yield f"{theirs}{own}.weight", weights[f"{ours}{name}.weight"]
        gate, up = np.split(weights[f"{ours}feed_forward.experts.gate_up_proj"].swapaxes(1, 2), 2, axis=1)
        yield f"{theirs}ffn_gate_exps.weight", gate
        yield f"{theirs}ffn_up_exps.weight", up
        yield f"{theirs}ffn_down_exps.weight", weights[f"{ours}feed_forward.experts.down_proj"].swapaxes(1, 2)


def rounded(weights: dict[str, Tensor], form: str) -> dict[str, Tensor]:
    """The weights as the file holds them."""
    def as_written(name: str, weight: np.ndarray) -> np.ndarray:
        if not gguf.is_rounded(name.replace("feed_forward.router", PLAIN["feed_forward.router"]), weight):
            return weight
        return gguf.rounded(weight.swapaxes(1, 2), form).swapaxes(1, 2).copy() if weight.ndim == 3 else gguf.rounded(weight, form)

    return {name: from_numpy(as_written(name, weight.numpy())) for name, weight in weights.items()}


PLAIN = {
    "input_layernorm": "attn_norm", "self_attn.q_proj": "attn_q", "self_attn.k_proj": "attn_k", "self_attn.v_proj": "attn_v",
    "self_attn.o_proj": "attn_output", "post_attention_layernorm": "ffn_norm", "feed_forward.router": "ffn_gate_inp",
    "feed_forward.shared_expert.gate_proj": "ffn_gate_shexp", "feed_forward.shared_expert.up_proj": "ffn_up_shexp",
    "feed_forward.shared_expert.down_proj": "ffn_down_shexp",
}


if __name__ == "__main__":
    main()
