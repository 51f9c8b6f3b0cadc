"""States of the sign-off of replies: for its writer, for who signs, and for the manager who turns it on."""

from datetime import timedelta

from django.utils import timezone

from casework.cases.models import Case, ReplyDraft, SignOff
from casework.cases.services.messages.planned_reply import what_follows
from casework.offices.models import Away, Office
from casework.wall.scope import ALL, scoped
from tests import factories
from tests.a11y.stage import Stage, State

CASE = "/office/cases/{open}/"
PAGE = f"{CASE}sign-off/{{sign_off}}/"


def asked(stage: Stage, **facts):
    """Have a reply of Ben wait for sign-off, or have it decided by `facts`."""
    case, ben, words = stage.world.cases["open"], stage.world.people["ben"], stage.world.words
    with scoped(ALL):
        Office.objects.filter(pk=case.office_id).update(sign_off="managers")
        found = SignOff.objects.create(
            office=case.office, case=case, asked_by=ben, asked=f"Dear you\n\n{words.body}", **facts
        )
        ReplyDraft.objects.create(
            office=case.office, case=case, author=ben, body=found.asked, sign_off=found, seen=case.version,
            entered={"turn": ["office"]},
            planned=what_follows("office", waiting_on="", next_on=None, told=None, reason=""),
        )  # fmt: skip
    stage.names["sign_off"] = found.uuid


def sent_back(stage: Stage):
    """Send a reply back to Ben."""
    decided = {"decided_by": stage.world.people["dev"], "decided_at": timezone.now()}
    asked(stage, decision="sent-back", note=stage.world.words.body[:1000], **decided)


def changed(stage: Stage):
    """Change a reply of Ben and send it."""
    decided = {"decided_by": stage.world.people["dev"], "decided_at": timezone.now()}
    asked(stage, decision="signed", changed_to="Dear you\n\nWe changed this.", **decided)


def away(stage: Stage):
    """Have Ben be away with a late case and with dev as the cover, and another colleague without any."""
    office, today = stage.world.offices["east"], timezone.localdate()
    with scoped(ALL):
        other = factories.staff("Kim", office=office)
        for person, cover in [(stage.world.people["ben"], stage.world.people["dev"]), (other, None)]:
            Away.objects.create(
                office=office, person=person, cover=cover, starts_on=today, ends_on=today + timedelta(days=3)
            )
        case = Case.objects.filter(pk=stage.world.cases["open"].pk)
        case.update(assignee=stage.world.people["ben"], next_on=today - timedelta(days=2))


STATES = [
    State("sign-off: composer asks", CASE, by="ben", before=lambda stage: sent_back(stage), texts=True),
    State("sign-off: composer waits", CASE, by="ben", before=asked, texts=True),
    State("sign-off: my day of a signer", "/office/my-day/", by="dev", before=asked, texts=True),
    State("sign-off: my day of the writer", "/office/my-day/", by="ben", before=sent_back),
    State("sign-off: my day while it waits", "/office/my-day/", by="ben", before=asked),
    State("my day: cover", "/office/my-day/", by="dev", before=away, texts=True),
    State("sign-off: to sign", PAGE, by="dev", before=asked, texts=True),
    State("sign-off: to change", f"{PAGE}?change=yes", by="dev", before=asked, texts=True),
    State("sign-off: refused", PAGE, by="dev", before=asked, sends={"back": "Back"}, status=422),
    State("sign-off: read by its writer", PAGE, by="ben", before=asked),
    State("sign-off: changed", PAGE, by="ben", before=changed, texts=True),
    State("sign-off: for whom", "/office/team/sign-off/", by="dev"),
    State(
        "sign-off: for whom, refused", "/office/team/sign-off/", by="dev", sends={"how": "named"}, status=422
    ),
]
