"""Questions made from raw text: a name, number or date of a sentence is taken out, and the rest asks for it.

They read like what people type into a search box rather than like a question, and there are as many as there is text.
"""
from __future__ import annotations

import random

import regex

from corpus import Context, Question
from words import FUNCTION_WORDS, WORD

SENTENCE = regex.compile(r"[^.!?\n]{40,300}[.!?](?=\s|$)")
MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
DATE = regex.compile(rf"(?:\d{{1,2}} )?(?:{MONTH})(?: \d{{1,2}},)?(?: \d{{4}})?|\b(?:1[5-9]|20)\d\d\b")
NUMBER = regex.compile(r"[$£€]?\b\d[\d,.]*\d\b(?:%| percent| million| billion)?|\b\d\b")
NAME = regex.compile(r"(?<=[\p{Ll},;(] )\p{Lu}[\p{L}'-]+(?: (?:(?:of|the|de|van|von) )?\p{Lu}[\p{L}'-]+){0,4}")
# What asks for each kind of thing; the first that matches wins.
KINDS = ((DATE, ("when", "what year", "which date")), (NUMBER, ("how many", "how much", "what number")),
         (NAME, ("who", "what", "which", "where", "")))
KEPT_SHARE = (0.4, 0.8)
LEAST_WORDS = 3
A_THOUSAND_CHARACTERS = 1.0
MOST = 12


def cloze_questions(context: Context, seed: int) -> list[Question]:
    """At most one a sentence and about one in a thousand characters."""
    rng = random.Random(f"{seed}:{context.text[:200]}")
    sentences = list(SENTENCE.finditer(context.text))
    rng.shuffle(sentences)
    wanted = min(MOST, max(1, int(len(context.text) / 1000 * A_THOUSAND_CHARACTERS)))
    out: list[Question] = []
    for sentence in sentences:
        if len(out) == wanted:
            break
        if question := cloze(sentence, rng):
            out.append(question)
    return out


def cloze(sentence: regex.Match, rng: random.Random) -> Question | None:
    found = [(m.span(), words) for pattern, words in KINDS for m in pattern.finditer(sentence.group())]
    if not found:
        return None
    (start, end), words = rng.choice(found)
    answer = set(WORD.findall(sentence.group()[start:end].lower()))
    rest = [m.group() for m in WORD.finditer(sentence.group()) if m.end() <= start or m.start() >= end]
    rest = [w for w in rest if w.lower() not in answer]
    share = rng.uniform(*KEPT_SHARE)
    rest = [w for w in rest if rng.random() < (share if w.lower() not in FUNCTION_WORDS else share / 2)]
    if sum(w.lower() not in FUNCTION_WORDS for w in rest) < LEAST_WORDS:
        return None
    text = " ".join([rng.choice(words), *rest]).strip()
    return Question(text, [(sentence.start() + start, sentence.start() + end)], made=True)
