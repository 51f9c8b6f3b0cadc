"""Tags of the demo, on cases of the office that the sign-ins show."""

from accounts.models import User
from casework.cases.models import Case
from casework.cases.services.queue.tag import add_tag
from casework.offices.models import Office

NAMES = ["Step-free access", "Damp and mould", "Older people"]


def make(office: Office, *, by: User) -> None:
    cases = Case.objects.filter(office=office, closed_at=None).order_by("pk")
    for number, case in enumerate(cases[:12]):
        add_tag(case=case, name=NAMES[number % len(NAMES)], by=by)
        if number % 4 == 0:
            add_tag(case=case, name="Before the winter", by=by)
