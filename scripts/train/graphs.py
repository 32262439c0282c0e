"""Networks as CUDA graphs: a step of a small network is a thousand tiny kernels, and starting each of them from Python takes longer than running it.

One graph for each shape of batch and each way of rounding. On a processor the network is called as it is.
"""
from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor, nn

from batches import Windows
from network import Scores


class Tuple(nn.Module):
    """A network whose result is plain tensors, as graphs need it."""

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: Tensor, types: Tensor, lengths: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        scores = self.network(ids, types, lengths)
        return scores.tokens, scores.relevance, scores.hidden


class Trained:
    """Forward and backward of a network in training. `forget` after its arithmetic has changed."""

    def __init__(self, network: nn.Module) -> None:
        self.network = network
        self.graphs: dict[tuple[int, ...], Callable] = {}

    def forget(self) -> None:
        self.graphs.clear()

    def __call__(self, rows: Windows) -> Scores:
        inputs = (rows.ids, rows.types, rows.lengths)
        if not rows.ids.is_cuda:
            return self.network(*inputs)
        shape = tuple(rows.ids.shape)
        if shape not in self.graphs:
            sample = tuple(x.clone() for x in inputs)
            self.graphs[shape] = torch.cuda.make_graphed_callables(Tuple(self.network), sample, allow_unused_input=True)
        return Scores(*self.graphs[shape](*inputs))


class Asked:
    """Forward alone, without gradients: a teacher."""

    def __init__(self, network: nn.Module) -> None:
        self.network = network
        self.graphs: dict[tuple[int, ...], tuple] = {}

    def __call__(self, rows: Windows) -> Scores:
        inputs = (rows.ids, rows.types, rows.lengths)
        with torch.no_grad():
            if not rows.ids.is_cuda:
                return self.network(*inputs)
            shape = tuple(rows.ids.shape)
            if shape not in self.graphs:
                self.graphs[shape] = self.capture(inputs)
            graph, static, scores = self.graphs[shape]
            for to, value in zip(static, inputs, strict=True):
                to.copy_(value)
            graph.replay()
            return scores

    def capture(self, inputs: tuple[Tensor, ...]) -> tuple:
        static = tuple(x.clone() for x in inputs)
        side = torch.cuda.Stream()
        side.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(side):
            for _ in range(3):
                self.network(*static)
        torch.cuda.current_stream().wait_stream(side)
        graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(graph):
            scores = self.network(*static)
        return graph, static, scores
