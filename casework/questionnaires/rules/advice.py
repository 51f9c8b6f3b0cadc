"""Advice about the words of a form. Unlike a problem it keeps no form from being published."""

import re
from collections.abc import Iterator
from math import ceil
from typing import Any

from django.utils.translation import gettext as _

from casework.questionnaires.definition import Step, words

from .paths import Path, Problem, with_grouped_paths

MOST_WORDS = 20  # in one sentence
OLDEST = 9  # years: the age at which most children read a text of this kind
FEWEST_WORDS = 30  # of a step whose reading age means something
SENTENCE = re.compile(r"[^.!?:\n]+")
WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
VOWELS = re.compile(r"[aeiouy]+")
SILENT = re.compile(r"(?<![aeiouyl])e\Z|(?<![dt])ed\Z")


def advice_of(definition: dict[str, Any]) -> list[Problem]:
    """Return advice on safety, on long sentences and on steps that are hard to read, with the path to each."""
    return [
        *_safety_advice(definition.get("case", {})),
        *(
            (("steps", number, *path), sentence)
            for number, step in enumerate(definition["steps"])
            for path, sentence in _step_advice(step)
        ),
    ]


def _safety_advice(case: dict[str, Any]) -> Iterator[Problem]:
    if "email" in case and "safe_contact" not in case:
        yield (), _("This form asks for an email address, but not whether it is safe to email the person")


def _step_advice(step: Step) -> Iterator[Problem]:
    texts = list(_texts(step))
    for path, text in texts:
        longest = max((len(WORD.findall(sentence)) for sentence in SENTENCE.findall(text)), default=0)
        if longest > MOST_WORDS:
            yield (
                path,
                _("A sentence here has %(number)s words. Keep it to %(most)s")
                % {
                    "number": longest,
                    "most": MOST_WORDS,
                },
            )
    whole = ". ".join(text for _path, text in texts)
    age = reading_age(whole)
    if len(WORD.findall(whole)) >= FEWEST_WORDS and age > OLDEST:
        yield (
            (),
            _("This step reads like a text for an age of %(age)s. Use shorter words and sentences")
            % {"age": ceil(age)},
        )


def _texts(step: Step) -> Iterator[Problem]:
    """Yield (path, text) of everything that people read in a step."""
    for key in ("title", "lead"):
        yield (key,), words(step.get(key), "en")
    for number, block in enumerate(step.get("content", [])):
        yield ("content", number), words(block.get("text"), "en")
    for path, question in with_grouped_paths(step.get("questions", [])):
        for key in ("text", "hint", "need"):
            yield (*path, key), words(question.get(key), "en")
        for number, choice in enumerate(question.get("choices", [])):
            for key in ("label", "hint"):
                at: Path = (*path, "choices", number, key)
                yield at, words(choice.get(key), "en")


def reading_age(text: str) -> float:
    """Return the age in years at which this English text is read, by the Flesch-Kincaid formula."""
    found = WORD.findall(text)
    sentences = [sentence for sentence in SENTENCE.findall(text) if WORD.search(sentence)]
    if not found:
        return 0
    syllables = sum(_syllables(word.lower()) for word in found)
    return 0.39 * len(found) / len(sentences) + 11.8 * syllables / len(found) - 15.59 + 5


def _syllables(word: str) -> int:
    return max(1, len(VOWELS.findall(SILENT.sub("", word))))
