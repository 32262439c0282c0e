"""The prompt of pith's generative engines in tokens, part by part as the engines tokenise it."""
from __future__ import annotations

import json
from pathlib import Path

from tokenizers import Tokenizer

SPECIAL = ("<|begin_of_text|>", "<|end_of_text|>", "<|header_start|>", "<|header_end|>", "<|eot|>")
BOS, END, HEADER_START, HEADER_END, EOT = SPECIAL

# In the form of Llama 4's messages.
CHAT_TEMPLATE = ("{{ bos_token }}{% for message in messages %}<|header_start|>{{ message['role'] }}<|header_end|>\n\n"
                 "{{ message['content'] | trim }}<|eot|>{% endfor %}{% if add_generation_prompt %}<|header_start|>assistant<|header_end|>\n\n{% endif %}")


class Prompt:
    """Built from the file that `prompt.mjs` writes. Text of documents and questions never becomes a special token."""

    def __init__(self, tokenizer: Tokenizer, path: Path) -> None:
        self.tokenizer = tokenizer
        self.parts: dict[str, str] = json.loads(path.read_text())
        self.special = {name: tokenizer.token_to_id(name) for name in SPECIAL}
        self.not_found = self.parts["notFound"]
        s, text = self.special, self.text
        self.before = [s[BOS], s[HEADER_START], *text("system"), s[HEADER_END], *text("\n\n" + self.parts["system"]), s[EOT],
                       s[HEADER_START], *text("user"), s[HEADER_END], *text("\n\n")]
        self.after = [s[EOT], s[HEADER_START], *text("assistant"), s[HEADER_END], *text("\n\n")]
        self.closing = text(self.parts["closing"])
        self.newline = text("\n")

    def text(self, text: str) -> list[int]:
        return self.tokenizer.encode(text, add_special_tokens=False).ids

    def texts(self, texts: list[str]) -> list[list[int]]:
        return [e.ids for e in self.tokenizer.encode_batch_fast(texts, add_special_tokens=False)]

    def opening(self, name: str) -> list[int]:
        return self.text(self.parts["opening"].replace('"{id}"', json.dumps(name, ensure_ascii=False)))

    def tail(self, kind: str, question: str) -> list[int]:
        """What follows the documents, for `answer` or `notes`, up to where the reply begins."""
        return self.text(self.parts[kind].replace("{question}", question)) + self.after

    def reply(self, text: str) -> list[int]:
        return [*self.text(text), self.special[EOT]]
