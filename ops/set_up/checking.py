"""Checks of a plan for contradictions, before any of it is stored."""

from collections.abc import Iterator
from itertools import pairwise

from django.core.exceptions import ValidationError
from django.core.validators import validate_email, validate_slug
from django.utils.text import slugify

from body.models import Body

from .plan import At, Period, Plan, Problem, spans
from .reading import standard_words

KINDS = {"groups": "group", "offices": "office"}


def problems_of(plan: Plan) -> list[Problem]:
    """Return every problem of the plan, in the order of the files and their lines."""
    looks = (_facts, _words, _names, _areas, _offices, _seats, _members, _administrator)
    found = [problem for look in looks for problem in look(plan)]
    return sorted(found, key=lambda problem: (problem.at.file, problem.at.line))


def _facts(plan: Plan) -> Iterator[Problem]:
    known = {field.name for field in Body._meta.concrete_fields} - {"id"}
    for fact in plan.facts.keys() - known:
        yield Problem(plan.facts_at[fact], f"There is no fact “{fact}”. Use: {', '.join(sorted(known))}.")
    for fact in ("name", "members", "place", "whole_seat", "reference_prefix"):
        if not plan.facts.get(fact):
            yield Problem(plan.facts_at.get(fact, At("body.csv")), f"Give the fact “{fact}” a value.")
    try:
        Body(
            pk=1, **{fact: plan.facts[fact] for fact in plan.facts.keys() & known if plan.facts[fact]}
        ).clean_fields()
    except ValidationError as error:
        for fact, texts in error.message_dict.items():
            yield Problem(plan.facts_at.get(fact, At("body.csv")), f"{fact}: {' '.join(texts)}")


def _words(plan: Plan) -> Iterator[Problem]:
    for word in sorted(plan.words.keys() - standard_words().keys()):
        yield Problem(At("words.csv"), f"There is no word “{word}”. Remove it.")


def _names(plan: Plan) -> Iterator[Problem]:
    """Yield problems of groups and offices: a missing slug, or one that is there twice."""
    for rows, kind in KINDS.items():
        seen: dict[tuple[str, str], At] = {}
        for row in getattr(plan, rows):
            try:
                validate_slug(row.slug)
            except ValidationError:
                yield Problem(
                    row.at, f"“{row.slug}” stands in addresses. Use small letters, digits and hyphens."
                )
            for column in ("slug", "name"):
                first = seen.setdefault((column, getattr(row, column)), row.at)
                if first is not row.at:
                    yield Problem(
                        row.at, f"The {kind} “{getattr(row, column)}” is in line {first.line} too. Keep one."
                    )


def _areas(plan: Plan) -> Iterator[Problem]:
    codes: dict[str, At] = {}
    names: dict[str, At] = {}
    for council in plan.councils:
        for value, seen in ((council.code, codes), (slugify(council.name), names)):
            first = seen.setdefault(value, council.at)
            if first is not council.at:
                yield Problem(
                    council.at, f"{council.name} ({council.code}) is in line {first.line} too. Keep one."
                )
    if plan.whole_seat in plan.areas:
        yield Problem(
            plan.facts_at["whole_seat"],
            "An area has this name too. Call a seat for the whole place otherwise.",
        )


def _offices(plan: Plan) -> Iterator[Problem]:
    groups = {group.slug for group in plan.groups}
    for office in plan.offices:
        if office.group not in groups:
            yield Problem(
                office.at, f"There is no group “{office.group}” in groups.csv. Add it or correct it."
            )


def _members(plan: Plan) -> Iterator[Problem]:
    seats, groups = {*plan.areas, plan.whole_seat}, {"", *(group.slug for group in plan.groups)}
    offices = {office.slug: office.group for office in plan.offices}
    for period in plan.periods:
        if period.seat not in seats:
            text = f"There is no seat “{period.seat}”. Use an area of areas.csv, or “{plan.whole_seat}”."
            yield Problem(period.at, text)
        if period.group not in groups:
            yield Problem(
                period.at, f"There is no group “{period.group}” in groups.csv. Add it or correct it."
            )
        if period.office not in offices:
            yield Problem(
                period.at, f"There is no office “{period.office}” in offices.csv. Add it or correct it."
            )
        elif period.group and offices[period.office] != period.group:
            text = (
                f"The office “{period.office}” belongs to another group. Name one of the Member’s own group."
            )
            yield Problem(period.at, text)
        if period.ends_on and period.ends_on <= period.starts_on:
            yield Problem(
                period.at, "“until” is not after “from”. It is the first day that no longer counts."
            )
    slugs: dict[str, str] = {}
    for name, periods in plan.by_member():
        other = slugs.setdefault(slugify(name), name)
        if other != name or not slugify(name):
            yield Problem(
                periods[0].at, f"“{name}” and “{other}” would have the same address. Change one name."
            )
        for earlier, later in pairwise(periods):
            if _overlap(earlier, later):
                text = f"{name} is in line {earlier.at.line} at the same time. End that line on {later.starts_on}."
                yield Problem(later.at, text)


def _seats(plan: Plan) -> Iterator[Problem]:
    """Yield problems of seats: each area has one Member at a time, and the whole place no more than its seats."""
    held: dict[str, list[Period]] = {}
    for _name, periods in plan.by_member():
        for seat, starts_on, ends_on in spans(periods, "seat"):
            first = next(period for period in periods if period.starts_on == starts_on)
            held.setdefault(seat, []).append(Period(first.at, first.name, seat, "", "", starts_on, ends_on))
    for seat, periods in held.items():
        most = _whole_seats(plan) if seat == plan.whole_seat else 1
        for period in periods:
            if sum(_sits_before(other, period) for other in periods) >= most:
                text = f"“{seat}” has {most} seat{'' if most == 1 else 's'}, and all are taken on {period.starts_on}."
                yield Problem(period.at, f"{text} End the term of another Member first, or correct the seat.")


def _whole_seats(plan: Plan) -> int:
    given = plan.facts.get("whole_seats", "")
    return int(given) if given.isdecimal() else 0


def _sits_before(other: Period, period: Period) -> bool:
    """Return whether `other` took a seat earlier, in time or in the file, and still has it when `period` begins."""
    earlier = (other.starts_on, other.at.line) < (period.starts_on, period.at.line)
    return earlier and (other.ends_on is None or other.ends_on > period.starts_on)


def _overlap(one: Period, other: Period) -> bool:
    return (one.ends_on is None or one.ends_on > other.starts_on) and (
        other.ends_on is None or other.ends_on > one.starts_on
    )


def _administrator(plan: Plan) -> Iterator[Problem]:
    if plan.administrator:
        try:
            validate_email(plan.administrator.email)
        except ValidationError:
            yield Problem(
                plan.administrator.at, f"“{plan.administrator.email}” is no email address. Correct it."
            )
