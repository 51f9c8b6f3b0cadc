"""What of a case and of a person is indexed. Called in the transaction of the write, in the scope of its office."""

from collections.abc import Iterable, Iterator

from django.db import transaction
from django.db.models import F

from casework.cases.models import Case, CaseFile, Message, Note
from casework.cases.references import read_reference
from casework.constituents.models import Constituent, ContactPoint
from casework.search import store
from casework.search.query import Query, read_query
from casework.search.store import Entry, Hit
from casework.search.tokens import name_tokens, phone_tokens, tokens_of
from casework.wall.scope import ALL, scoped

CASE, PERSON = "c", "p"  # kinds of the index
AT_A_TIME = 500


def index_new_case(case: Case) -> None:
    """Index a case that was just opened, and its person, who may be new too."""
    points = _points_of(case.constituent)
    _put_person(case.constituent, points)
    _put_case(case, points)


def index_case(case: Case) -> None:
    """Index everything of a case anew, as after a correction."""
    _put_case(case, _points_of(case.constituent))


def _put_case(case: Case, points: Iterable[ContactPoint]) -> None:
    person = _facts_of(case.constituent, points)
    store.put(
        Entry(
            kind=CASE,
            thing=case.pk,
            office=case.office_id,
            at=case.opened_at,
            facts=person | tokens_of(case.subject) | _reference_tokens(case.reference),
            words={token for text in _texts_of(case) for token in tokens_of(text)},
        )
    )


def index_words(case: Case, *texts: str) -> None:
    """Add what was just written on a case, or the names of files that came with it."""
    store.add(
        kind=CASE,
        thing=case.pk,
        office=case.office_id,
        words={token for text in texts for token in tokens_of(text)},
    )


def index_person(person: Constituent) -> None:
    """Index a person and all their cases, whose facts are the person's too."""
    index_person_alone(person)
    for case in Case.objects.filter(constituent=person).order_by("pk"):
        index_case(case)


def index_person_alone(person: Constituent) -> None:
    """Index a person who has no case yet."""
    _put_person(person, _points_of(person))


def index_other_cases(case: Case) -> None:
    """Index the other cases of a person who just raised one and may have given new contact points."""
    for other in Case.objects.filter(constituent=case.constituent_id).exclude(pk=case.pk).order_by("pk"):
        index_case(other)


def _put_person(person: Constituent, points: Iterable[ContactPoint]) -> None:
    facts = _facts_of(person, points)
    store.put(
        Entry(kind=PERSON, thing=person.pk, office=person.office_id, at=person.known_since, facts=facts)
    )


def _points_of(person: Constituent) -> list[ContactPoint]:
    return list(ContactPoint.objects.filter(constituent=person))


def _facts_of(person: Constituent, points: Iterable[ContactPoint]) -> set[str]:
    facts = name_tokens(person.name)
    for point in points:
        is_phone = point.kind == ContactPoint.Kind.PHONE
        facts |= phone_tokens(point.value) if is_phone else tokens_of(point.value)
    return facts


def _reference_tokens(reference: str) -> set[str]:
    """Return the parts of a reference, and all of it as it is typed without hyphens and prefix."""
    _prefix, *characters = reference.split("-")
    written = " ".join([reference, reference.replace("-", ""), "".join(characters)])
    return tokens_of(written)


def _texts_of(case: Case) -> Iterator[str]:
    for row in case.answers:
        yield str(row.get("answer", ""))
    if case.authority is not None:
        yield case.authority.person.name
    # Three tables in one statement.
    texts = [
        model.objects.filter(case=case).order_by().values_list(F(column))
        for model, column in ((Message, "body"), (Note, "body"), (CaseFile, "name"))
    ]
    yield from (text for (text,) in texts[0].union(*texts[1:], all=True).order_by())


def find_cases(query: Query, *, most: int, after: Hit | None = None) -> list[Hit]:
    """Return the cases that are found in the offices of the scope, the best first."""
    return store.find(CASE, query, most=most, after=after)


def find_people(query: Query, *, most: int) -> list[int]:
    """Return the keys of the constituents that are found in the offices of the scope, the best first."""
    return [hit.thing for hit in store.find(PERSON, query, most=most)]


def read_typed(typed: str, *, typing: bool = False) -> Query:
    """Read what was typed into a search box; a reference may be written in any way."""
    return read_query(read_reference(typed) or typed, typing=typing)


def reindex() -> int:
    """Index every person and case of every office, and return how many there are."""
    with scoped(ALL):
        return sum(_reindex(model) for model in (Constituent, Case))


def _reindex(model: type[Constituent] | type[Case]) -> int:
    """Index all rows in transactions of their own, so that nobody waits for long."""
    number = 0
    for keys in _batches(list(model._base_manager.order_by("pk").values_list("pk", flat=True))):
        with transaction.atomic():
            for row in model._base_manager.filter(pk__in=keys).order_by("pk"):
                number += 1
                if isinstance(row, Case):
                    index_case(row)
                else:
                    index_person_alone(row)
    return number


def _batches(keys: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(keys), AT_A_TIME):
        yield keys[start : start + AT_A_TIME]
