"""GGUF files, version 3: metadata, then tensors in float32, float16 or blocks of 8 bits."""
from __future__ import annotations

import struct
from collections.abc import Mapping
from pathlib import Path

import numpy as np

ALIGNMENT = 32
UINT32, INT32, FLOAT32, BOOL, STRING, ARRAY = 4, 5, 6, 7, 8, 9
TENSOR_TYPES = {"f32": 0, "f16": 1, "q8_0": 8}
FILE_TYPES = {"f32": 0, "f16": 1, "q8_0": 7}
# Numbers that share a scale.
GROUP = 32

Value = str | bool | int | float | list[str] | list[int]


def write(path: Path, metadata: Mapping[str, Value], tensors: Mapping[str, np.ndarray], form: str) -> None:
    """Writes all matrices in one form; vectors, and what decides for an expert, in float32."""
    head = [b"GGUF", struct.pack("<IQQ", 3, len(tensors), len(metadata))]
    head += [text(key) + typed(value) for key, value in metadata.items()]
    bodies, offset = [], 0
    for name, tensor in tensors.items():
        own = "f32" if tensor.ndim == 1 or "gate_inp" in name else form
        body = encoded(tensor, own)
        dimensions = tensor.shape[::-1]
        head.append(text(name) + struct.pack(f"<I{len(dimensions)}QIQ", len(dimensions), *dimensions, TENSOR_TYPES[own], offset))
        bodies.append(padded(body))
        offset += len(bodies[-1])
    path.write_bytes(padded(b"".join(head)) + b"".join(bodies))


def encoded(tensor: np.ndarray, form: str) -> bytes:
    if form == "q8_0":
        return q8_0(tensor)
    return np.ascontiguousarray(tensor, {"f32": "<f4", "f16": "<f2"}[form]).tobytes()


def q8_0(tensor: np.ndarray) -> bytes:
    """Each group of 32 numbers of a row as a scale in half precision and 32 signed bytes."""
    if tensor.shape[-1] % GROUP:
        raise ValueError(f"rows of {tensor.shape[-1]} do not divide into groups of {GROUP}")
    groups = tensor.astype(np.float32).reshape(-1, GROUP)
    scale = np.abs(groups).max(1, keepdims=True) / np.float32(127)
    inverse = np.divide(np.float32(1), scale, out=np.zeros_like(scale), where=scale > 0)
    scaled = groups * inverse
    out = np.empty(len(groups), [("scale", "<f2"), ("values", "i1", GROUP)])
    out["scale"] = scale[:, 0]
    out["values"] = np.sign(scaled) * np.floor(np.abs(scaled) + 0.5)
    return out.tobytes()


def from_q8_0(data: bytes, shape: tuple[int, ...]) -> np.ndarray:
    """The numbers that a reader makes of it."""
    groups = np.frombuffer(data, [("scale", "<f2"), ("values", "i1", GROUP)])
    return (groups["scale"].astype(np.float32)[:, None] * groups["values"]).reshape(shape)


def typed(value: Value) -> bytes:
    if isinstance(value, bool):
        return struct.pack("<I?", BOOL, value)
    if isinstance(value, int):
        return struct.pack("<II", UINT32, value)
    if isinstance(value, float):
        return struct.pack("<If", FLOAT32, value)
    if isinstance(value, str):
        return struct.pack("<I", STRING) + text(value)
    if isinstance(value[0], str):
        return struct.pack("<IIQ", ARRAY, STRING, len(value)) + b"".join(map(text, value))
    return struct.pack("<IIQ", ARRAY, INT32, len(value)) + np.array(value, "<i4").tobytes()


def text(value: str) -> bytes:
    data = value.encode()
    return struct.pack("<Q", len(data)) + data


def padded(data: bytes) -> bytes:
    return data + bytes(-len(data) % ALIGNMENT)
