"""What the heads are trained on: labels for the teacher, a teacher's scores for the student."""
from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from network import END, KEEP, KEEP_FOR_QUESTION, START, Scores
from rows import Alone, Asked

ANSWER_WEIGHT = 4.0  # answers are a few pieces of a hundred
FAR = -1e4
SPAN_WEIGHT = 0.3
NOISE = 0.1


def share(logits: Tensor, target: Tensor, valid: Tensor) -> Tensor:
    """Cross-entropy between the target's share of each piece and the softmax over the passage.

    It asks only that answers stand above the rest of their own passage, so a passage with one known answer among many
    possible ones can be learnt from.
    """
    mass = (target * valid).sum(1)
    rows = mass > 0
    if not rows.any():
        return logits.sum() * 0
    log = F.log_softmax(logits[rows].masked_fill(~valid[rows], FAR), 1)
    return -((target * valid)[rows] / mass[rows, None] * log).sum(1).mean()


def binary(logits: Tensor, target: Tensor, valid: Tensor, positive_weight: float = 1.0) -> Tensor:
    weight = torch.where(target > 0.5, positive_weight, 1.0)
    loss = F.binary_cross_entropy_with_logits(logits, target.clamp(0, 1), reduction="none") * weight
    return (loss * valid).sum() / valid.sum().clamp(min=1)


def alone_loss(scores: Scores, rows: Alone) -> Tensor:
    keep, answer = rows.labels.keep, rows.labels.answer
    logits = scores.tokens[..., KEEP]
    return binary(logits, keep, keep >= 0) + 0.25 * share(logits, (answer == 1).float(), answer >= 0)


def position_loss(logits: Tensor, position: Tensor, passage: Tensor) -> Tensor:
    rows = position >= 0
    if not rows.any():
        return logits.sum() * 0
    return F.cross_entropy(logits[rows].masked_fill(~passage[rows], FAR), position[rows])


def relevance_loss(relevance: Tensor, rows: Asked) -> Tensor:
    answered = rows.relevant.view(-1, rows.group)[:, 0] > 0
    grouped = relevance.view(-1, rows.group)[answered]
    first = torch.zeros(len(grouped), dtype=torch.long, device=grouped.device)
    weight = torch.where(rows.relevant > 0, float(rows.group - 1), 1.0)
    return (F.binary_cross_entropy_with_logits(relevance, rows.relevant, weight=weight / 2)
            + F.cross_entropy(grouped, first))


def asked_loss(scores: Scores, rows: Asked) -> Tensor:
    answer, passage = rows.labels.answer, rows.windows.places >= 0
    logits = scores.tokens[..., KEEP_FOR_QUESTION]
    keep = binary(logits, answer, answer >= 0, ANSWER_WEIGHT) + 0.1 * share(logits, (answer == 1).float(), answer >= 0)
    span = sum(position_loss(scores.tokens[..., head], where, passage)
               for head, where in ((START, rows.labels.start), (END, rows.labels.end)))
    return keep + 0.5 * relevance_loss(scores.relevance, rows) + 0.2 * span


def soft_binary(student: Tensor, teacher: Tensor, valid: Tensor) -> Tensor:
    loss = F.binary_cross_entropy_with_logits(student, torch.sigmoid(teacher), reduction="none")
    return (loss * valid).sum() / valid.sum().clamp(min=1)


def soft_choice(student: Tensor, teacher: Tensor, valid: Tensor) -> Tensor:
    """[rows] cross-entropy between two choices of a place."""
    target = F.softmax(teacher.masked_fill(~valid, FAR), 1)
    return -(target * F.log_softmax(student.masked_fill(~valid, FAR), 1)).sum(1)


def imitation(student: Scores, teacher: Scores, passage: Tensor, group: int) -> Tensor:
    """Follow the teacher; group 0 means rows without a question, 1 rows that are not compared with each other."""
    s, t = student.tokens, teacher.tokens
    if group == 0:
        return (soft_binary(s[..., KEEP], t[..., KEEP], passage)
                + 0.1 * soft_choice(s[..., KEEP], t[..., KEEP], passage).mean())
    loss = 2 * soft_binary(s[..., KEEP_FOR_QUESTION], t[..., KEEP_FOR_QUESTION], passage)
    loss = loss + 0.5 * F.binary_cross_entropy_with_logits(student.relevance, torch.sigmoid(teacher.relevance))
    if group > 1:
        pairs = (x.relevance.view(-1, group) for x in (student, teacher))
        everything = torch.ones(len(passage) // group, group, dtype=torch.bool, device=passage.device)
        loss = loss + 0.5 * soft_choice(*pairs, everything).mean()
    # Where the teacher sees no answer, its choice of one is little but noise.
    weight = NOISE + torch.sigmoid(teacher.relevance)
    span = sum(soft_choice(s[..., head], t[..., head], passage) for head in (START, END))
    return loss + SPAN_WEIGHT * (span * weight).sum() / weight.sum()
