"""Weights in half precision, in parts that are small enough to be sent."""
from __future__ import annotations

from pathlib import Path

import torch
from safetensors import safe_open
from safetensors.torch import save_file
from torch import Tensor

from model import Nano, Shape

PART_BYTES = 15_000_000


def save(model: Nano, folder: Path) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    parts: list[dict[str, Tensor]] = [{}]
    size = 0
    for name, tensor in model.state_dict().items():
        half = tensor.detach().to("cpu", torch.float16).contiguous()
        if size + half.nbytes > PART_BYTES:
            parts.append({})
            size = 0
        parts[-1][name] = half
        size += half.nbytes
    paths = [folder / f"weights-{i}.safetensors" for i in range(len(parts))]
    for path, part in zip(paths, parts, strict=True):
        save_file(part, path, metadata=model.shape.to_metadata())
    return paths


def load(folder: Path) -> tuple[Shape, dict[str, Tensor]]:
    paths = sorted(folder.glob("weights-*.safetensors"))
    if not paths:
        raise SystemExit(f"there are no weights-*.safetensors in {folder}")
    weights: dict[str, Tensor] = {}
    for path in paths:
        with safe_open(path, "pt") as file:
            shape = Shape.from_metadata(file.metadata())
            weights |= {name: file.get_tensor(name).float() for name in file.keys()}
    return shape, weights


def load_model(folder: Path, blocks: bool = True) -> Nano:
    shape, weights = load(folder)
    model = Nano(shape, blocks)
    model.load_state_dict(weights)
    return model
