"""The passages and the count of words and marks that the encoders are measured with in scripts/train, for peers too."""
from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "scripts" / "train"))

from lexical import Background  # noqa: E402
from survival import LOWEST, Passage, kept  # noqa: E402
from tasks import nq_passages  # noqa: E402
from words import WORD_OR_MARK, contains  # noqa: E402

__all__ = ["LOWEST", "RATES", "Background", "Passage", "contains", "kept", "nq_passages", "room", "words_and_marks"]

RATES = (0.5, 0.33, 0.25, 0.2)


def words_and_marks(text: str) -> int:
    return len(WORD_OR_MARK.findall(text))


def room(passage: Passage, rate: float) -> int:
    """Words and marks that may be kept."""
    return max(1, int(rate * len(passage.units)))
