"""The encoder as an ONNX graph, written node by node.

Written by hand rather than traced, because the fused int8 product (`DynamicQuantizeMatMul`) of onnxruntime's CPU provider
is then exactly where it is wanted, and the rest is what is fastest on one thread.
"""
from __future__ import annotations

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from checkpoint import State, layer_count
from network import HEADS, HIDDEN, NORM_EPSILON, POSITIONS, WEIGHT_LIMIT, weight_scales

OPSET = 17
CONTRIB = "com.microsoft"
EMBEDDINGS_FILE = "embeddings.bin"
# Tensors in the external file start at a multiple of this, so that the runtime may map them.
ALIGNMENT = 65_536


def external(name: str, kind: int, shape: list[int], offset: int, length: int) -> onnx.TensorProto:
    tensor = TensorProto(name=name, data_type=kind, dims=shape, data_location=TensorProto.EXTERNAL)
    for key, value in (("location", EMBEDDINGS_FILE), ("offset", offset), ("length", length)):
        tensor.external_data.add(key=key, value=str(value))
    return tensor


def embeddings_file(words: State) -> bytes:
    rows = words["words"].numpy().astype(np.int8).tobytes()
    return rows + bytes(-len(rows) % ALIGNMENT) + words["word_scales"].numpy().astype("<f4").tobytes()


class Graph:
    """Collects nodes and constants; every method returns the name of its result."""

    def __init__(self, int8: bool, exact: frozenset[str]) -> None:
        self.int8 = int8
        self.exact = exact
        # What a result lacks of its true value, by name: a constant that those who read it add to their own bias.
        self.owed: dict[str, np.ndarray] = {}
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def constant(self, name: str, value: np.ndarray) -> str:
        if all(c.name != name for c in self.constants):
            self.constants.append(numpy_helper.from_array(np.array(value, order="C"), name))
        return name

    def node(self, kind: str, inputs: list[str], name: str, domain: str = "", **attributes: object) -> str:
        self.nodes.append(helper.make_node(kind, inputs, [name], name=f"{kind}:{name}", domain=domain, **attributes))
        return name

    def linear(self, x: str, state: State, name: str, skip: str = "", exact: bool = False) -> str:
        """The result will be added to `skip`, if that is given."""
        weight, bias = state[f"{name}.weight"].float().numpy(), state[f"{name}.bias"].float().numpy()
        bias = bias + self.owed.get(skip, 0)
        owed = self.owed.get(x, np.zeros(weight.shape[1], np.float32))
        if exact or not self.int8 or name.split(".")[-1] in self.exact:
            product = self.node("MatMul", [x, self.constant(f"{name}.weight", weight.T)], f"{name}.product")
            return self.node("Add", [product, self.constant(f"{name}.bias", bias + weight @ owed)], name)
        scales = weight_scales(state[f"{name}.weight"].float()).numpy()
        rows = (weight / scales[:, None]).round().clip(-WEIGHT_LIMIT, WEIGHT_LIMIT)
        inputs = [x, self.constant(f"{name}.int8", rows.T.astype(np.int8)), self.constant(f"{name}.scales", scales),
                  self.constant(f"{name}.zeros", np.zeros(len(rows), np.int8)),
                  self.constant(f"{name}.bias", bias + scales * (rows @ owed))]
        return self.node("DynamicQuantizeMatMul", inputs, name, CONTRIB)

    def skip_norm(self, x: str, skip: str, state: State, name: str) -> str:
        """Layer normalisation of a sum, as instance normalisation of each piece.

        The processor kernels of onnxruntime's LayerNormalization and SkipLayerNormalization are scalar: 196 against 34
        microseconds for 128 x 384 numbers, a third of the whole encoder. Its bias is left to those who read the result.
        """
        total = self.node("Add", [x, skip], f"{name}.sum")
        plain = self.node("InstanceNormalization", [total, "ones", "zeros"], f"{name}.plain", epsilon=NORM_EPSILON)
        self.owed[name] = state[f"{name}.bias"].float().numpy()
        return self.node("Mul", [plain, self.constant(f"{name}.weight", state[f"{name}.weight"].numpy())], name)

    def per_piece(self, name: str, value: float) -> None:
        """A constant for each piece of the window."""
        table = self.constant(f"{name}_table", np.full(POSITIONS, value, np.float32))
        self.node("Slice", [table, "first_piece", "n", "axis"], name)

    def embed(self, state: State, words: State) -> str:
        vocabulary = words["words"].shape[0]
        size = vocabulary * HIDDEN
        start = size + -size % ALIGNMENT
        self.constants += [
            external("words", TensorProto.INT8, [vocabulary, HIDDEN], 0, size),
            external("word_scales", TensorProto.FLOAT, [vocabulary, 1], start, vocabulary * 4),
        ]
        rows = self.node("Cast", [self.node("Gather", ["words", "ids"], "rows.int8")], "rows", to=TensorProto.FLOAT)
        scaled = self.node("Mul", [rows, self.node("Gather", ["word_scales", "ids"], "rows.scales")], "rows.scaled")
        types = self.node("Gather", [self.constant("type_table", state["types.weight"].numpy()), "types"], "rows.types")
        self.node("Shape", ["ids"], "n", start=1, end=2)
        self.constant("first_piece", np.zeros(1, np.int64))
        self.constant("axis", np.zeros(1, np.int64))
        self.per_piece("ones", 1)
        self.per_piece("zeros", 0)
        # Checkpoints hold no more than half precision; the runtime folds the cast when it loads.
        half = self.constant("position_table.half", state["positions.weight"].numpy().astype(np.float16))
        table = self.node("Cast", [half], "position_table", to=TensorProto.FLOAT)
        positions = self.node("Slice", [table, "first_piece", "n", "axis"], "rows.positions")
        placed = self.node("Add", [types, positions], "rows.placed")
        return self.skip_norm(scaled, placed, state, "norm")

    def attention(self, x: str, state: State, name: str) -> str:
        """All heads at once, by plain products: 3% of an encoder faster than the fused operator on one thread."""
        qkv = self.linear(x, state, f"{name}.qkv")
        size = HIDDEN // HEADS
        heads = self.node("Reshape", [qkv, self.constant("heads", np.array([0, 0, 3 * HEADS, size], np.int64))], f"{name}.heads")
        by_head = self.node("Transpose", [heads], f"{name}.by_head", perm=[0, 2, 1, 3])
        q, k, v = parts = [f"{name}.{p}" for p in "qkv"]
        thirds = self.constant("thirds", np.array([HEADS] * 3, np.int64))
        self.nodes.append(helper.make_node("Split", [by_head, thirds], parts, name=f"Split:{name}", axis=1))
        match = self.node("FusedMatMul", [q, k], f"{name}.match", CONTRIB, transB=1, alpha=size ** -0.5)
        share = self.node("Softmax", [match], f"{name}.share", axis=-1)
        mixed = self.node("Transpose", [self.node("MatMul", [share, v], f"{name}.mixed")], f"{name}.by_piece", perm=[0, 2, 1, 3])
        return self.node("Reshape", [mixed, self.constant("flat", np.array([0, 0, HIDDEN], np.int64))], f"{name}.flat")

    def layer(self, x: str, state: State, name: str) -> str:
        mixed = self.attention(x, state, name)
        x = self.skip_norm(self.linear(mixed, state, f"{name}.output", skip=x), x, state, f"{name}.attention_norm")
        up = self.node("Gelu", [self.linear(x, state, f"{name}.up")], f"{name}.gelu", CONTRIB)
        return self.skip_norm(self.linear(up, state, f"{name}.down", skip=x), x, state, f"{name}.feedforward_norm")

    def hidden(self, state: State, words: State) -> str:
        x = self.embed(state, words)
        for i in range(layer_count(state)):
            x = self.layer(x, state, f"layers.{i}")
        return x

    def embedding(self, x: str) -> None:
        """The mean over all pieces, of length 1."""
        mean = self.node("ReduceMean", [x], "mean", axes=[1], keepdims=0)
        whole = self.node("Add", [mean, self.constant("mean.owed", self.owed[x])], "mean.whole")
        self.node("LpNormalization", [whole], "embedding", axis=-1, p=2)

    def heads(self, x: str, state: State) -> None:
        self.node("Identity", [self.linear(x, state, "tokens.raw", exact=True)], "tokens")
        first = self.node("Gather", [x, self.constant("first", np.zeros((), np.int64))], "cls", axis=1)
        self.owed[first] = self.owed[x]
        logit = self.linear(first, state, "relevance.raw", exact=True)
        self.node("Squeeze", [logit, self.constant("last", np.array([1], np.int64))], "relevance")


def build_graph(state: State, words: State, int8: bool = True, exact: frozenset[str] = frozenset()) -> onnx.ModelProto:
    """`exact` names products ("down", …) that stay in float32."""
    g = Graph(int8, exact)
    renamed = dict(state)
    for head in ("tokens", "relevance"):
        for kind in ("weight", "bias"):
            renamed[f"{head}.raw.{kind}"] = state[f"{head}.{kind}"]
    g.heads(g.hidden(renamed, words), renamed)
    return model(g, [("tokens", ["batch", "n", 4]), ("relevance", ["batch"])])


def build_sentence_graph(state: State, words: State, pieces: int) -> onnx.ModelProto:
    """`pieces`: of the longest window."""
    g = Graph(int8=True, exact=frozenset())
    g.embedding(g.hidden(state | {"positions.weight": state["positions.weight"][:pieces]}, words))
    return model(g, [("embedding", ["batch", HIDDEN])])


def model(g: Graph, outputs: list[tuple[str, list[str | int]]]) -> onnx.ModelProto:
    value = helper.make_tensor_value_info
    inputs = [value(n, TensorProto.INT32, ["batch", "n"]) for n in ("ids", "types")]
    results = [value(n, TensorProto.FLOAT, shape) for n, shape in outputs]
    graph = helper.make_graph(g.nodes, "pith-encoder", inputs, results, g.constants)
    opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(CONTRIB, 1)]
    return helper.make_model(graph, opset_imports=opsets, ir_version=8, producer_name="pith")
