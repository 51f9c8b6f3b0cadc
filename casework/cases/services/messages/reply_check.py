"""What is checked before a reply goes: its fields are filled, its wordings are true, and it fits this person."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from accounts.models import User
from body.english import isolated
from casework.cases.models import Case
from casework.replies.fields import Filled, fill
from casework.replies.models import Wording
from casework.replies.services import used_in, wordings_of


@dataclass(frozen=True)
class Obstacle:
    """Something that stops a reply. A reason lifts it unless it `must` be put right."""

    kind: str
    sentence: str
    must: bool = False


@dataclass
class Checked:
    """A reply as it would be sent, and what stops it."""

    text: str
    obstacles: list[Obstacle] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    def stops(self, reason: str) -> bool:
        return any(obstacle.must or not reason for obstacle in self.obstacles)

    @property
    def asks_reason(self) -> bool:
        """Return whether a reason lifts something that stops it."""
        return any(not obstacle.must for obstacle in self.obstacles)

    @property
    def kinds(self) -> str:
        return " ".join(sorted({obstacle.kind for obstacle in self.obstacles}))


class ReplyStopped(Exception):
    """A reply has an unfilled field, an expired wording, or another language or format than the person asked for."""


def check_reply(
    *, case: Case, body: str, by: User, next_on: date | None = None, waiting_on: str = ""
) -> Checked:
    """Fill the fields of a reply with what holds after it is sent, and say what stops it."""
    filled = fill(body, merge_values(case, by=by, next_on=next_on, waiting_on=waiting_on))
    used = used_in(body, wordings_of(case.office_id))
    obstacles = [*_of_fields(filled), *_of_dates(used), *_of_language(case, used), *_of_format(case, used)]
    return Checked(filled.text, obstacles, filled.missing)


def merge_values(case: Case, *, by: User, next_on: date | None, waiting_on: str) -> dict[str, str]:
    """Return what each merge field stands for on this case; "" for what it has not."""
    return {
        "name": case.constituent.name,
        "reference": case.reference,
        "subject": case.subject,
        "member": str(case.member),
        "office": str(case.office),
        "phone": case.office.phone,
        "third party": waiting_on,
        "next date": date_format(next_on, "j F Y") if next_on else "",
        "my name": str(by),
        "signature": case.office.signature,
    }


def _of_fields(filled: Filled) -> Iterator[Obstacle]:
    for name in filled.missing:
        sentence = _("{%(name)s} is empty. Fill it in on the case, or take it out of the text.")
        yield Obstacle("field", sentence % {"name": name}, must=True)
    for name in filled.unknown:
        sentence = _("{%(name)s} is no field. They will read it with its brackets.")
        yield Obstacle("brackets", sentence % {"name": isolated(name)})


def _of_dates(used: list[Wording]) -> Iterator[Obstacle]:
    for wording in used:
        if wording.is_expired and wording.expires_on:
            facts = {"name": isolated(wording.name), "day": date_format(wording.expires_on, "j F Y")}
            yield Obstacle("expired", _("“%(name)s” was true until %(day)s. Check that part.") % facts)


def _of_language(case: Case, used: list[Wording]) -> Iterator[Obstacle]:
    usual = get_language_info(settings.LANGUAGE_CODE)["name"]
    wanted = case.constituent.reads or usual
    languages = {wording.language.casefold(): wording.language for wording in used}
    wrong = [name for key, name in languages.items() if key != wanted.casefold()]
    if wrong:
        facts = {"wanted": wanted, "language": ", ".join(wrong)}
        yield Obstacle("language", _("They read %(wanted)s. This reply has text in %(language)s.") % facts)
    elif wanted.casefold() not in languages and wanted.casefold() != usual.casefold():
        sentence = _("They asked for %(wanted)s. This reply has no template in %(wanted)s.")
        yield Obstacle("language", sentence % {"wanted": wanted})


def _of_format(case: Case, used: list[Wording]) -> Iterator[Obstacle]:
    wanted = case.constituent.format
    formats = {wording.format for wording in used if wording.format}
    wrong = [name for name in sorted(formats) if name.casefold() not in wanted.casefold()]
    if wrong:
        facts = {"wanted": wanted or _("plain text"), "format": ", ".join(wrong)}
        yield Obstacle("format", _("They read %(wanted)s. This reply has text for %(format)s.") % facts)
    elif wanted and not formats:
        yield Obstacle("format", _("They asked for: %(wanted)s. Say how they get it.") % {"wanted": wanted})
