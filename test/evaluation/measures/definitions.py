"""The measures as their benchmarks define them, written again: reads rows as JSON, writes what each comes to."""

import collections
import json
import re
import string
import sys


def normalised(text):
    """SQuAD: lower case, no punctuation, no articles, single spaces."""
    bare = "".join(mark for mark in text.lower() if mark not in string.punctuation)
    return " ".join(re.sub(r"\b(a|an|the)\b", " ", bare).split())


def comparable(text):
    """Not as in SQuAD: an answer that is an article or a mark is compared as it is, lest saying nothing be right."""
    return normalised(text) or " ".join(text.lower().split())


def exact(said, answers):
    return max(float(comparable(said) == comparable(answer)) for answer in answers)


def f1(said, answers):
    """SQuAD 2.0: the best over all answers; texts without a word agree with each other only."""

    def with_one(answer):
        own, gold = comparable(said).split(), comparable(answer).split()
        if not own or not gold:
            return float(own == gold)
        same = sum((collections.Counter(own) & collections.Counter(gold)).values())
        if same == 0:
            return 0.0
        precision, recall = same / len(own), same / len(gold)
        return 2 * precision * recall / (precision + recall)

    return max(with_one(answer) for answer in answers)


def best_subspan(said, answers):
    """Lost in the Middle."""
    return float(any(comparable(answer) in comparable(said) for answer in answers))


def match_all(said, answers):
    """RULER: the share of the references that the prediction holds."""
    return sum(answer.lower() in said.lower() for answer in answers) / len(answers)


def survival(text, source, answers, needs):
    """Answers that still stand in the text as whole words, of those that stood in the source."""

    def words(one):
        return re.sub(r"\s+", " ", re.sub(r"[^\w\s]", " ", one.lower())).strip()

    def holds(one, answer):
        return words(answer) != "" and f" {words(answer)} " in f" {words(one)} "

    there = [answer for answer in answers if holds(source, answer)]
    if not there:
        return None
    kept = [holds(text, answer) for answer in there]
    return float(any(kept)) if needs == "any" else sum(kept) / len(kept)


def recall(text, kept, wanted):
    """Words of the wanted spans that the kept spans hold whole."""
    flags = [any(start <= at < end for start, end in kept) for at in range(len(text))]
    words = [
        (start + word.start(), start + word.end())
        for start, end in wanted
        for word in re.finditer(r"[^\W_]+", text[start:end])
    ]
    if not words:
        return None
    return sum(all(flags[start:end]) for start, end in words) / len(words)


def measured(row):
    said, answers = row["said"], row["answers"]
    return {
        "exact": exact(said, answers),
        "f1": f1(said, answers),
        "subspan": best_subspan(said, answers),
        "all": match_all(said, answers),
        "any kept": survival(row["text"], row["source"], answers, "any"),
        "all kept": survival(row["text"], row["source"], answers, "all"),
        "recall": recall(row["source"], row["kept"], row["wanted"]),
    }


json.dump([measured(row) for row in json.load(sys.stdin)], sys.stdout)
