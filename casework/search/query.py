"""What somebody typed into a search box, as terms for the index."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from . import tokens

MOST_TERMS = 8
SHORTEST_PREFIX = 3
Term = tuple[
    str, ...
]  # the tokens of which one must be there; one that ends in * stands for all that begin so


@dataclass(frozen=True)
class Query:
    """All `terms` must be found. `sounding` are the same terms with what sounds alike, empty if nothing can."""

    terms: tuple[Term, ...] = ()
    sounding: tuple[Term, ...] = ()
    words: tuple[str, ...] = ()  # as they were typed, folded

    def __bool__(self) -> bool:
        return bool(self.terms)


def read_query(typed: str, *, typing: bool = False) -> Query:
    """Read what was typed. While somebody is `typing`, the last word stands for all that begin so."""
    rest, terms = _without(tokens.PHONE, typed, _phone)
    rest, addresses = _without(tokens.EMAIL, rest, lambda typed: (tokens.email_token(typed),))
    folded = [word.folded for word in tokens.words(rest)]
    wanted = [word for word in folded if word not in tokens.STOP_WORDS] or folded
    open_end = typing and folded and rest[-1:].strip() and folded[-1]
    if open_end and len(open_end) < SHORTEST_PREFIX and len(wanted) > 1:
        wanted = [word for word in wanted if word != open_end]  # too short to say what is meant
    elif open_end and open_end not in wanted:
        wanted.append(open_end)
    terms += addresses
    wanted = list(dict.fromkeys(wanted))
    plain = [_word(word, prefix=word == open_end) for word in wanted]
    alike = [
        term if word == open_end else (*term, *tokens.sounds(word))
        for term, word in zip(plain, wanted, strict=True)
    ]
    found, sounding = [*terms, *plain][:MOST_TERMS], [*terms, *alike][:MOST_TERMS]
    return Query(
        terms=tuple(found), sounding=tuple(sounding) if sounding != found else (), words=tuple(wanted)
    )


def _without(pattern: re.Pattern[str], typed: str, term: Callable[[str], Term]) -> tuple[str, list[Term]]:
    """Return what is left without what the pattern finds, and the terms for that."""
    terms: list[Term] = []

    def take(found: re.Match[str]) -> str:
        made = term(found.group())
        if not made:
            return found.group()
        terms.append(made)
        return " "

    return pattern.sub(take, typed), terms


def _phone(typed: str) -> Term:
    """A whole number, or its last digits."""
    found = sorted(tokens.phone_tokens(typed))
    digits = "".join(c for c in typed if c.isdigit())
    return (*found, f"{tokens.last_digits(digits)}*") if found else ()


def _word(word: str, *, prefix: bool) -> Term:
    """A word of a text or name by itself or by its stem, or the last digits of a number."""
    is_prefix = prefix and len(word) >= SHORTEST_PREFIX
    stem = tokens.stem(word)
    alternatives = [f"{word}*" if is_prefix else word, f"={stem}", stem]
    if word.isdigit() and len(word) >= tokens.LAST_DIGITS:
        alternatives.append(f"{tokens.last_digits(word)}*")
    return tuple(dict.fromkeys(alternatives))
