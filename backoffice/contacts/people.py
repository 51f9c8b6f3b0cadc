"""Who called or wrote: people of the office that are found by what they say, each with their open cases."""

from dataclasses import dataclass, field

from django.conf import settings
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from casework.cases.models import Case
from casework.cases.references import read_reference
from casework.cases.services.search import find_people, read_typed
from casework.constituents.models import Constituent, ContactPoint

MOST_PEOPLE = 6
MOST_CASES = 4
LAST_SHOWN = 4


@dataclass(frozen=True)
class Candidate:
    person: Constituent
    cases: list[Case] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)


def candidates(typed, user, *, typing=False):
    """The people who may be meant, the best first."""
    named = _case_named(typed, user)
    keys = [named.constituent_id] if named else _found(typed, typing)
    if not keys:
        return []
    people = Constituent.objects.in_offices_of(user).select_related("office").in_bulk(keys)
    cases = _open_cases(keys, user)
    hints = _hints(keys, user)
    if named and named not in cases.setdefault(named.constituent_id, []):
        cases[named.constituent_id].insert(0, named)
    return [
        Candidate(people[key], cases.get(key, [])[:MOST_CASES], [*hints.get(key, []), *_needs(people[key])])
        for key in keys
        if key in people
    ]


def _found(typed, typing):
    return find_people(read_typed(typed, typing=typing), most=MOST_PEOPLE)


def _case_named(typed, user):
    """The case whose reference was typed, open or closed."""
    reference = read_reference(typed)
    cases = Case.objects.in_offices_of(user).filter(reference=reference)
    return cases.first() if reference else None


def _open_cases(keys, user):
    found = {}
    cases = Case.objects.in_offices_of(user).open().filter(constituent__in=keys)
    for case in cases.order_by("-opened_at", "-pk"):
        found.setdefault(case.constituent_id, []).append(case)
    return found


def _hints(keys, user):
    """The last digits of phone numbers, and the start of addresses, that are safe to use."""
    found = {}
    points = ContactPoint.objects.in_offices_of(user).filter(constituent__in=keys, safe=True)
    for point in points.order_by("kind", "pk"):
        found.setdefault(point.constituent_id, []).append(_hint(point))
    return found


def _needs(person):
    """Yield what to know before one answers this person: the language that they read, and the format that they need."""
    usual = get_language_info(settings.LANGUAGE_CODE)["name"]
    if person.reads and person.reads.casefold() != usual.casefold():
        yield _("reads %(language)s") % {"language": person.reads}
    if person.format:
        yield _("needs %(format)s") % {"format": person.format}


def _hint(point):
    if point.kind == ContactPoint.Kind.PHONE:
        digits = "".join(filter(str.isdigit, point.value))
        return _("phone ends %(digits)s") % {"digits": digits[-LAST_SHOWN:]}
    return point.value
