"""Sign-off in the demo: one office whose replies a manager reads first, and one reply that waits there."""

from uuid import uuid4

from casework.cases.models import Case, ReplyDraft
from casework.cases.services.messages.sign_off import ask_for_sign_off, set_sign_off
from casework.cases.turns import Turn
from casework.offices.models import Office

REPLY = "Dear {name}\n\nThank you for writing. I have asked the operator, and will tell you what they say.\n\n{my name}"


def make(office: Office) -> None:
    people = {held.role: held.user for held in office.memberships.select_related("user")}
    set_sign_off(office=office, how=Office.SignOffBy.MANAGERS, named=[], by=people["manager"])
    case = Case.objects.filter(office=office, closed_at=None, turn=Turn.OFFICE).order_by("pk").first()
    writer = people["caseworker"]
    draft = ReplyDraft.objects.create(
        office=office, case=case, author=writer, body=REPLY, seen=case.version, entered={"turn": ["office"]}
    )
    ask_for_sign_off(draft=draft, by=writer, turn=Turn.OFFICE, once=uuid4(), seen=case.version)
