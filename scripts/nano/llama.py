"""llama.cpp in a process of its own: jobs in tokens go in, replies in tokens come out."""
from __future__ import annotations

import json
import subprocess
from pathlib import Path
from types import TracebackType


class Llama:
    def __init__(self, library: Path, model: Path, context: int, exact: bool = False) -> None:
        command = ["node", str(Path(__file__).with_name("greedy.mjs")), str(library), str(model), str(context)] + ["exact"] * exact
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def replies(self, context: list[int], questions: list[list[int]], most: int, stop: int = -1) -> list[list[int]]:
        """What the model says after the context and each of the questions: up to `most` tokens, or up to `stop`."""
        return self._ask({"context": context, "questions": questions, "most": most, "stop": stop})

    def tokens(self, text: str) -> list[int]:
        return self._ask({"text": text})

    def _ask(self, job: dict) -> list:
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(json.dumps(job) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"llama.cpp ended with {self.process.wait()}")
        return json.loads(line)

    def __enter__(self) -> Llama:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        assert self.process.stdin and self.process.stdout
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()
