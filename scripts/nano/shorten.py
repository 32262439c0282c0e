"""A sentence with words dropped, as a compression leaves it: what carries a name, a number or the answer stays."""
from __future__ import annotations

from random import Random

COMMON = frozenset(("a an the of to in on at by for from with and or but is are was were be been has have had it its this that these those "
                    "which who whom as so than then there here into about before after since one some any all can could will would may must "
                    "do does did not only").split())


def shorten(text: str, value: str, random: Random) -> str:
    before, found, behind = text.partition(value)
    if not found:
        return text
    harshness = random.uniform(0.3, 1)
    kept = [*_kept(before.split(" "), harshness, random, True), found]
    # What is attached to the value on either side stays attached.
    tail = behind.split(" ")
    return " ".join(kept).replace(" " + found, found if before and not before.endswith(" ") else " " + found) + " ".join(
        [tail[0], *_kept(tail[1:], harshness, random, False)])


def _kept(words: list[str], harshness: float, random: Random, starts: bool) -> list[str]:
    return [w for i, w in enumerate(words) if w and not random.random() < harshness * _chance(w, starts and i == 0)]


def _chance(word: str, first: bool) -> float:
    if word.strip(".,;:").lower() in COMMON:
        return 0.9
    if any(c.isdigit() for c in word) or (word[:1].isupper() and not first):
        return 0.0
    return 0.15
