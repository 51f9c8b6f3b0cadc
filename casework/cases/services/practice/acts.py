"""What an office has done with a made-up case so far. Each act is one of the product's own services."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

from django.utils import timezone
from PIL import Image, ImageDraw

from accounts.models import User
from casework.cases.models import Case
from casework.cases.services.case import assign, close_case
from casework.cases.services.messages.message import add_note, attach, receive_message, reply_to_constituent
from casework.cases.services.safety.risk import raise_risk
from casework.cases.services.safety.safe_contact import keep_safe
from casework.cases.services.turn import set_turn
from casework.cases.turns import Turn
from casework.files import store
from casework.files.intake import TakenIn

from .diary import Diary


@dataclass(frozen=True)
class Made:
    """A made-up case, the person who practises with it, and the dates at which things happened to it."""

    case: Case
    owner: User
    diary: Diary

    def happen(self, act: Callable[..., Any], **facts: object) -> None:
        self.diary.happen(act, by=self.owner, **facts)


def flag_eviction(made: Made) -> None:
    flag = raise_risk(case=made.case, kind="eviction", by=None)
    flag.raised_at = made.case.opened_at
    flag.save(update_fields=["raised_at"])
    made.case.activities.filter(verb="risk").update(at=made.case.opened_at)


def assign_to_owner(made: Made) -> None:
    made.happen(assign, to=made.owner)


def promise_for_last_week(made: Made) -> None:
    made.happen(set_turn, turn=Turn.OFFICE, next_on=_in_days(-5))


def answer(made: Made) -> None:
    _reply(made, "I have asked them what they plan to do and will write again when I know.", Turn.OFFICE)


def ask_back(made: Made) -> None:
    _reply(made, "Could you tell me on which days it happens?", Turn.CONSTITUENT)


def write_back(made: Made) -> None:
    """Let the person write again, as someone whom a code let in."""
    said = "Thank you. They say that the part is here now, and still nothing happens. Can you ask again?"
    made.diary.happen(receive_message, body=said, by=None, once=uuid4())


def note_a_call(made: Made) -> None:
    made.happen(add_note, body="Rang the developer. They ring back by the end of the week.", once=uuid4())


def wait_for_others(made: Made) -> None:
    made.happen(set_turn, turn=Turn.THIRD_PARTY, waiting_on="Made-up Homes Ltd", next_on=_in_days(0))


def close(made: Made) -> None:
    made.happen(close_case, outcome="Booked for the next visit; the person is content")


def keep_contact_safe(made: Made) -> None:
    keep_safe(case=made.case, way="Phone before 3pm on a weekday. Leave no message.", by=made.owner)


def attach_scan(made: Made) -> None:
    _attach(made, "report-page-3.jpg", ["SURVEY", "Page 3 of 9", "Damp: severe"], "#ffffff")


def attach_photo(made: Made) -> None:
    _attach(made, "playground.jpg", ["PLAYGROUND", "No dumping"], "#f2c94c")


def _attach(made: Made, name: str, lines: list[str], colour: str) -> None:
    message = made.case.messages.get()
    attach(case=made.case, message=message, files=[_stored(name, _drawn(lines, colour))])


def _stored(name: str, content: bytes) -> TakenIn:
    """Store a picture of our own, which needs neither cleaning nor a scan."""
    with store.arrival() as arrival:
        arrival.file.write(content)
        size, sha256 = arrival.size_and_sha256()
        return TakenIn(arrival.keep(), name, "image/jpeg", size, sha256, checked_at=timezone.now())


def _drawn(lines: list[str], colour: str) -> bytes:
    picture = Image.new("RGB", (600, 800), "#8a8d91")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((60, 80, 540, 720), fill=colour, outline="#333333", width=4)
    for number, line in enumerate(lines):
        draw.text((90, 150 + 100 * number), line, fill="#1d1d1d", font_size=48)
    content = BytesIO()
    picture.save(content, "JPEG")
    return content.getvalue()


def _reply(made: Made, text: str, turn: Turn) -> None:
    body = f"Dear {made.case.constituent.name},\n\nThank you for writing. {text}\n\nYours sincerely,\n{made.owner.name}"
    made.happen(reply_to_constituent, body=body, turn=turn, once=uuid4(), reason="Made up for practice")


def _in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)
