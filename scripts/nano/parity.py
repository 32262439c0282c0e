"""The same tokens from transformers and from llama.cpp."""
from __future__ import annotations

import torch
from torch import Tensor
from transformers import Llama4ForCausalLM, Llama4TextConfig

from llama import Llama
from model import Shape
from tasks import Tasks

STEPS = 32


def reference(shape: Shape, weights: dict[str, Tensor]) -> Llama4ForCausalLM:
    """The model in transformers, in float32."""
    model = Llama4ForCausalLM(Llama4TextConfig(**shape.to_transformers(), attn_implementation="sdpa")).eval()
    missing, unexpected = model.load_state_dict(weights, strict=False)
    if set(missing) - {"lm_head.weight"} or unexpected:
        raise ValueError(f"other names: {missing}, {unexpected}")
    model.lm_head.weight = model.model.embed_tokens.weight
    return model


def prompt_of(tasks: Tasks, length: int) -> list[int]:
    """A prompt of exactly so many tokens, question included."""
    sample = tasks.of_kind("fact", length - 200)
    question = sample.branches[0].question
    context = sample.context.tolist()
    return context + tasks.prompt.newline * (length - len(context) - len(question)) + question


@torch.no_grad()
def compare(model: Llama4ForCausalLM, llama: Llama, prompt: list[int]) -> dict[str, float | int | bool]:
    """llama.cpp writes; transformers reads that and says at each token what it would have written itself."""
    begin = len(prompt) - 1
    [written] = llama.replies(prompt[:begin], [prompt[begin:]], STEPS)
    logits = model(torch.tensor([prompt + written]), use_cache=False, logits_to_keep=STEPS + 1).logits[0, :STEPS]
    own = logits.argmax(-1)
    best = logits.topk(2).values
    return {"tokens": len(prompt), "same": int((own == torch.tensor(written)).sum()), "of": STEPS,
            "identical": own.tolist() == written, "least margin": round((best[:, 0] - best[:, 1]).min().item(), 4)}
