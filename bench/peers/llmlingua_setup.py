"""LLMLingua, from local files alone and on one thread."""
from __future__ import annotations

import base64
import json
from pathlib import Path

import tiktoken
import torch
from llmlingua import PromptCompressor

ENCODING = Path(__file__).parents[2] / "node_modules" / "tiktoken" / "encoders" / "cl100k_base.json"


def gpt_tokens(_model: str) -> tiktoken.Encoding:
    """What tiktoken would download: LLMLingua counts with it, whatever its model is."""
    stored = json.loads(ENCODING.read_text(encoding="utf-8"))
    ranks: dict[bytes, int] = {}
    for line in stored["bpe_ranks"].splitlines():
        _, first, *tokens = line.split(" ")
        ranks.update({base64.b64decode(t): int(first) + i for i, t in enumerate(tokens)})
    return tiktoken.Encoding("cl100k_base", pat_str=stored["pat_str"], mergeable_ranks=ranks,
                             special_tokens=stored["special_tokens"])


def compressor(model: Path, **options: object) -> PromptCompressor:
    torch.set_num_threads(1)
    tiktoken.encoding_for_model = gpt_tokens
    return PromptCompressor(str(model), device_map="cpu", model_config={"trust_remote_code": False}, **options)
