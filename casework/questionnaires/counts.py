"""Where people give up: counts by week, step and question, of which editors see finished weeks only."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from .journey import asked_steps
from .models import FormCount, Submission, Version

What = FormCount.What
SMALLEST = 5  # a smaller number is not shown, and others are rounded to it
WEEKS = 12


def count(version: Version, what: str, *, step: str = "", question: str = "") -> None:
    """Count something that happened, once it is committed, in a short transaction of its own."""
    transaction.on_commit(partial(_add, version.pk, what, step, question))


def _add(version: int, what: str, step: str, question: str) -> None:
    row = {"version_id": version, "week": _monday(timezone.localdate()), "what": what, "step": step}
    row["question"] = question
    with transaction.atomic():
        FormCount.objects.bulk_create([FormCount(**row)], ignore_conflicts=True)
        FormCount.objects.filter(**row).update(n=F("n") + 1)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def first_figures_on(published: datetime) -> date:
    """Return the day from which there are figures of a form: the Monday after the week of its first publication."""
    return _monday(timezone.localdate(published)) + timedelta(weeks=1)


def count_left(submissions: Iterable[Submission]) -> None:
    """Count each of these unsent submissions at its first step without an answer."""
    for submission in submissions:
        steps = asked_steps(submission.version.definition, submission.answers)
        first = next((step["slug"] for step in steps if step["slug"] not in submission.answers), "check")
        count(submission.version, What.LEFT, step=first)


def numbers_of(slug: str) -> Counter[tuple[str, str, str]]:
    """Return the number of each (what, step, question) of a form in the last finished weeks, over its versions."""
    this_week = _monday(timezone.localdate())
    rows = FormCount.objects.filter(
        version__slug=slug, week__lt=this_week, week__gte=this_week - timedelta(weeks=WEEKS)
    )
    numbers: Counter[tuple[str, str, str]] = Counter()
    for row in rows:
        numbers[row.what, row.step, row.question] += row.n
    return numbers


def rounded(number: int) -> int | None:
    """Return the number to the nearest five, or None for fewer than five."""
    return None if number < SMALLEST else SMALLEST * round(number / SMALLEST)
