"""Words, normalised text and function words: what the lexical scorer, the labels and the measures agree on."""
from __future__ import annotations

import regex

WORD = regex.compile(r"[\p{L}\p{M}\p{N}_]+")
WORD_OR_MARK = regex.compile(r"[\p{L}\p{M}\p{N}_]+|[^\p{L}\p{M}\p{N}_\s]")
NOT_WORD = regex.compile(r"[^\p{L}\p{M}\p{N}_]+")

FUNCTION_WORDS = frozenset(
    "the a an of in on at to for and or is are was were be been by with as that this these those it its from who which "
    "what when where how why did do does has have had not no he she they his her their i you we my your so if but "
    "there than then them our us can will would could should about into over".split())


def normalise(text: str) -> str:
    return NOT_WORD.sub(" ", text.lower()).strip()


def contains(text: str, answers: list[str]) -> bool:
    """Whether one of the answers occurs in the text as whole words."""
    padded = f" {normalise(text)} "
    return any((n := normalise(a)) and f" {n} " in padded for a in answers)
