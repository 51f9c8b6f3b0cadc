"""What a search has found, as the page and the suggestions show it.

The index says which cases of the offices of this person hold the words; the querysets say it again for each row that
is shown. A safe-contact case is shown by its reference alone.
"""

from dataclasses import dataclass, field
from typing import Self

from django.utils.translation import gettext as _

from casework.cases.models import Case, CaseFile, Message, Note, Share
from casework.cases.services.search import find_cases
from casework.search.marks import Piece, holds, marked, snippet, sounds_like
from casework.search.store import Hit
from casework.wall.scope import current

PAGE_SIZE = 25
SUGGESTED = 8
LOOKED_THROUGH = 500  # how many hits one page of filtered results looks through
SHOWN = [
    "reference", "subject", "safe_contact", "turn", "waiting_on", "opened_at", "closed_at", "answers",
    "constituent__name", "topic__name", "office__name",
]  # fmt: skip


@dataclass(frozen=True)
class Place:
    """Where the last result of a page stands."""

    tier: int
    at: int
    reference: str

    def __str__(self):
        return f"{self.tier}~{self.at}~{self.reference}"

    @classmethod
    def read(cls, text: str) -> Self | None:
        tier, _tilde, rest = text.replace("\0", "").partition("~")
        at, _tilde, reference = rest.partition("~")
        if not (tier in {"0", "1", "2"} and at.isascii() and at.isdigit() and len(at) < 19):
            return None
        return cls(int(tier), int(at), reference)

    def hit(self, user):
        """The same place by the key that the index knows; the start of its moment if nobody knows the reference."""
        key = (
            Case.objects.in_offices_of(user)
            .filter(reference=self.reference)
            .values_list("pk", flat=True)
            .first()
        )
        return Hit(tier=self.tier, at=self.at, thing=key or 0)


@dataclass(frozen=True)
class Result:
    case: Case
    title: list[Piece]
    name: list[Piece]
    line: list[Piece] = field(default_factory=list)


@dataclass(frozen=True)
class Results:
    shown: list[Result] = field(default_factory=list)
    shared: list[Share] = field(default_factory=list)
    next: str = ""
    goes_on: bool = False


def results(query, filters, *, after, user):
    """One page of what was found, by key, so that none goes missing between two pages."""
    if not query:
        return Results()
    place = Place.read(after)
    narrowed = bool(filters.narrowing)
    most = LOOKED_THROUGH if narrowed else PAGE_SIZE + 1
    hits = find_cases(query, most=most, after=place.hit(user) if place else None)
    cases = filters.apply(Case.objects.in_offices_of(user)).filter(pk__in=[hit.thing for hit in hits])
    kept = hits
    if narrowed:
        keys = set(cases.values_list("pk", flat=True))
        kept = [hit for hit in hits if hit.thing in keys]
    page = kept[:PAGE_SIZE]
    rows = _rows(cases, page)
    last = page[-1] if len(kept) > PAGE_SIZE else hits[-1] if len(hits) == most and narrowed else None
    return Results(
        shown=list(_shown(rows, page, query, user)),
        shared=[] if place or narrowed else shared_found(query, user),
        next=_place_of(last, rows, user) if last else "",
        goes_on=place is not None,
    )


def suggestions(query, *, user):
    """The first of what is found while somebody types, by reference, name and subject."""
    hits = find_cases(query, most=SUGGESTED)
    rows = _rows(Case.objects.in_offices_of(user), hits)
    return [_result(rows[hit.thing], query) for hit in hits if _is_alike(hit, rows, query)]


def _rows(cases, hits):
    related = cases.select_related("constituent", "topic", "office").only(*SHOWN)
    return related.in_bulk([hit.thing for hit in hits])


def _place_of(hit, rows, user):
    known = rows.get(hit.thing)
    reference = known.reference if known else _reference(hit.thing, user)
    return str(Place(hit.tier, hit.at, reference))


def _reference(key, user):
    return Case.objects.in_offices_of(user).filter(pk=key).values_list("reference", flat=True).first() or ""


def _is_alike(hit, rows, query):
    """Whether the row is there, and where a name only sounds alike, whether it looks alike too."""
    case = rows.get(hit.thing)
    return case is not None and (hit.tier < 2 or sounds_like(case.constituent.name, query))


def _shown(rows, page, query, user):
    said = _texts([rows[hit.thing] for hit in page if hit.tier and hit.thing in rows], user)
    for hit in page:
        if _is_alike(hit, rows, query):
            yield _result(rows[hit.thing], query, said.get(hit.thing, ()))


def _result(case, query, texts=()):
    if case.safe_contact:
        return Result(case=case, title=[Piece(_("Safe-contact case"))], name=[])
    line = next((pieces for text in texts if (pieces := snippet(text, query))), [])
    return Result(
        case=case, title=marked(case.subject, query), name=marked(str(case.constituent), query), line=line
    )


def _texts(cases, user):
    """What was written on these cases, by their keys, in one statement."""
    found = {
        case.pk: [str(row.get("answer", "")) for row in case.answers]
        for case in cases
        if not case.safe_contact
    }
    if not found:
        return found
    columns = ((Message, "body"), (Note, "body"), (CaseFile, "name"))
    first, *others = (
        model.objects.in_offices_of(user).filter(case__in=found).order_by().values_list("case", column)
        for model, column in columns
    )
    for key, text in first.union(*others, all=True).order_by("case"):
        found[key].append(text)
    return found


def shared_found(query, user):
    """The cases that others share with this office and whose reference, subject or name holds the words.

    They are not in the index: a hit there would confirm what this office may not read.
    """
    shares = Share.objects.visible_to(user).in_force().received_by(user)
    if not current().shared:
        return []
    rows = shares.filter(case__in=current().shared).select_related("case__constituent", "office")
    return [
        share
        for share in rows.order_by("-case__opened_at", "pk")
        if holds(f"{share.case.reference} {share.case.subject} {share.case.constituent.name}", query)
    ]
