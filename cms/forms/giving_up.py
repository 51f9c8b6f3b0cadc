"""Where people give up, for one form: a table with bars, of finished weeks and rounded numbers."""

from dataclasses import dataclass

from casework.questionnaires.counts import What, numbers_of, rounded
from casework.questionnaires.definition import with_grouped, words

from .models import Form


@dataclass(frozen=True)
class Row:
    """One step: how many answered it for the first time, left at it, and met errors at it. None: fewer than five."""

    title: str
    answered: int | None
    left: int | None
    errors: int | None


@dataclass(frozen=True)
class Figures:
    """The figures of a form. `most` is the length of the longest bar."""

    started: int | None
    sent: int | None
    saved: int | None
    steps: list[Row]
    questions: list[tuple[str, int | None]]

    @property
    def most(self) -> int:
        return max([number for row in self.steps for number in (row.answered, row.left) if number], default=1)


def figures_of(form: Form) -> Figures:
    """Return what happened at each step of the form as it is now, over the last finished weeks."""
    numbers, definition = numbers_of(form.slug), form.definition()
    errors = {name: count for (what, _step, name), count in numbers.items() if what == What.ERROR}
    return Figures(
        started=rounded(numbers[What.STARTED, "", ""]),
        sent=rounded(numbers[What.SENT, "", ""]),
        saved=rounded(numbers[What.SAVED, "", ""]),
        steps=[_row(step, numbers) for step in definition["steps"]],
        questions=[
            (words(question["text"], "en"), rounded(errors[question["name"]]))
            for step in definition["steps"]
            for question in with_grouped(step)
            if rounded(errors.get(question["name"], 0))
        ],
    )


def _row(step, numbers) -> Row:
    slug = step["slug"]
    errors = sum(count for (what, at, _name), count in numbers.items() if (what, at) == (What.ERROR, slug))
    return Row(
        title=words(step.get("title"), "en"),
        answered=rounded(numbers[What.ANSWERED, slug, ""]),
        left=rounded(numbers[What.LEFT, slug, ""]),
        errors=rounded(errors),
    )
