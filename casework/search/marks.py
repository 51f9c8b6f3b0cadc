"""Which words of a text a search has found, for a page to mark."""

from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz.distance import JaroWinkler

from . import tokens
from .query import Query

AROUND = 90  # characters shown on each side of the first word found
ALIKE = 0.75


@dataclass(frozen=True)
class Piece:
    text: str
    is_found: bool = False


def marked(text: str, query: Query) -> list[Piece]:
    """Return the text in pieces, of which each is found or not."""
    pieces, end = [], 0
    for word in _found(text, query):
        pieces += [Piece(text[end : word.start]), Piece(text[word.start : word.end], is_found=True)]
        end = word.end
    return [piece for piece in [*pieces, Piece(text[end:])] if piece.text]


def snippet(text: str, query: Query) -> list[Piece]:
    """Return a line of the text around the first word found, in pieces; empty if there is none."""
    first = next(_found(text, query), None)
    if first is None:
        return []
    start, end = max(first.start - AROUND, 0), first.end + AROUND
    line = " ".join(text[_word_start(text, start) : end].split())
    before, after = "… " if start else "", " …" if end < len(text) else ""
    return marked(f"{before}{line}{after}", query)


def _word_start(text: str, start: int) -> int:
    """Return where the next word begins, unless the text begins here."""
    return text.find(" ", start) + 1 if start else 0


def _found(text: str, query: Query) -> Iterator[tokens.Word]:
    wanted = {token for term in query.terms for token in term}
    begun = tuple(token[:-1] for token in wanted if token.endswith("*"))
    for word in tokens.words(text):
        stem = tokens.stem(word.folded)
        if wanted & {word.folded, f"={stem}"} or (begun and word.folded.startswith(begun)):
            yield word


def holds(text: str, query: Query) -> bool:
    """Return whether a short text that is not in the index holds every term."""
    there = tokens.tokens_of(text) | {word.folded for word in tokens.words(text)}
    return all(any(_is_among(token, there) for token in term) for term in query.terms)


def _is_among(token: str, there: set[str]) -> bool:
    if token.endswith("*"):
        return any(each.startswith(token[:-1]) for each in there)
    return token in there


def sounds_like(name: str, query: Query) -> bool:
    """Return whether a word that was typed is similar enough to a word of the name to be taken for it."""
    own = [word.folded for word in tokens.words(name)]
    return any(JaroWinkler.similarity(word, each) >= ALIKE for word in query.words for each in own)
