"""GGUF files, version 3: metadata, then tensors in float32, float16 or groups that share a scale."""
from __future__ import annotations

import struct
from collections.abc import Mapping
from pathlib import Path

import numpy as np

ALIGNMENT = 32
UINT32, INT32, FLOAT32, BOOL, STRING, ARRAY = 4, 5, 6, 7, 8, 9
TENSOR_TYPES = {"f32": 0, "f16": 1, "q5_0": 6, "q8_0": 8}
FILE_TYPES = {"f32": 0, "f16": 1, "q5_0": 8, "q8_0": 7}
# Numbers that share a scale.
GROUP = 32

Value = str | bool | int | float | list[str] | list[int]


def write(path: Path, metadata: Mapping[str, Value], tensors: Mapping[str, np.ndarray], form: str) -> None:
    """Writes all matrices in one form; vectors, and what decides for an expert, in float32."""
    head = [b"GGUF", struct.pack("<IQQ", 3, len(tensors), len(metadata))]
    head += [text(key) + typed(value) for key, value in metadata.items()]
    bodies, offset = [], 0
    for name, tensor in tensors.items():
        own = form if is_rounded(name, tensor) else "f32"
        body = encoded(tensor, own)
        dimensions = tensor.shape[::-1]
        head.append(text(name) + struct.pack(f"<I{len(dimensions)}QIQ", len(dimensions), *dimensions, TENSOR_TYPES[own], offset))
        bodies.append(padded(body))
        offset += len(bodies[-1])
    path.write_bytes(padded(b"".join(head)) + b"".join(bodies))


def is_rounded(name: str, tensor: np.ndarray) -> bool:
    return tensor.ndim > 1 and "gate_inp" not in name


def encoded(tensor: np.ndarray, form: str) -> bytes:
    if form in QUANTISED:
        return QUANTISED[form](grouped(tensor))
    return np.ascontiguousarray(tensor, {"f32": "<f4", "f16": "<f2"}[form]).tobytes()


def grouped(tensor: np.ndarray) -> np.ndarray:
    if tensor.shape[-1] % GROUP:
        raise ValueError(f"rows of {tensor.shape[-1]} do not divide into groups of {GROUP}")
    return tensor.astype(np.float32).reshape(-1, GROUP)


def q8_0(groups: np.ndarray) -> bytes:
    """Each group of 32 numbers of a row as a scale in half precision and 32 signed bytes."""
    scale = np.abs(groups).max(1, keepdims=True) / np.float32(127)
    scaled = groups * inverse(scale)
    out = np.empty(len(groups), [("scale", "<f2"), ("values", "i1", GROUP)])
    out["scale"] = scale[:, 0]
    out["values"] = np.sign(scaled) * np.floor(np.abs(scaled) + 0.5)
    return out.tobytes()


def q5_0(groups: np.ndarray) -> bytes:
    """Each group as a scale and 32 numbers from -16 to 15: the fifth bits of all, then the low four, number i beside number i + 16."""
    furthest = np.take_along_axis(groups, np.abs(groups).argmax(1)[:, None], 1)
    best, least = np.zeros((len(groups), 1), np.float32), np.full((len(groups), 1), np.inf, np.float32)
    for part in np.linspace(13.5, 17.5, 17, dtype=np.float32):
        scale = (furthest / -part).astype(np.float16).astype(np.float32)
        error = np.square(five_bits(groups, scale) * scale - groups).sum(1, keepdims=True)
        best, least = np.where(error < least, scale, best), np.minimum(error, least)
    values = (five_bits(groups, best) + 16).astype(np.uint8)
    out = np.empty(len(groups), [("scale", "<f2"), ("fifth", "u1", GROUP // 8), ("low", "u1", GROUP // 2)])
    out["scale"] = best[:, 0]
    out["fifth"] = np.packbits(values >> 4, axis=1, bitorder="little")
    out["low"] = (values[:, :GROUP // 2] & 15) | (values[:, GROUP // 2:] & 15) << 4
    return out.tobytes()


def five_bits(groups: np.ndarray, scale: np.ndarray) -> np.ndarray:
    return np.clip(np.rint(groups * inverse(scale)), -16, 15)


def inverse(scale: np.ndarray) -> np.ndarray:
    return np.divide(np.float32(1), scale, out=np.zeros_like(scale), where=scale != 0)


QUANTISED = {"q5_0": q5_0, "q8_0": q8_0}


def from_q8_0(data: bytes) -> np.ndarray:
    groups = np.frombuffer(data, [("scale", "<f2"), ("values", "i1", GROUP)])
    return groups["scale"].astype(np.float32)[:, None] * groups["values"]


def from_q5_0(data: bytes) -> np.ndarray:
    groups = np.frombuffer(data, [("scale", "<f2"), ("fifth", "u1", GROUP // 8), ("low", "u1", GROUP // 2)])
    fifth = np.unpackbits(groups["fifth"], axis=1, bitorder="little")
    values = np.concatenate([groups["low"] & 15, groups["low"] >> 4], 1) | fifth << 4
    return groups["scale"].astype(np.float32)[:, None] * (values.astype(np.float32) - 16)


def rounded(tensor: np.ndarray, form: str) -> np.ndarray:
    """The numbers that a reader makes of what is written."""
    return DECODED[form](encoded(tensor, form)).reshape(tensor.shape) if form in DECODED else tensor


DECODED = {"q5_0": from_q5_0, "q8_0": from_q8_0}


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
