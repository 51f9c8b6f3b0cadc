"""What the demo has of risk, safe contact and absence, and who is on duty in one office."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import User
from casework.cases.models import Case
from casework.cases.services.safety.risk import raise_risk
from casework.cases.services.safety.safe_contact import keep_safe
from casework.offices.duty.acceptance import accept_duty
from casework.offices.duty.rota import add_away, set_duty
from casework.offices.models import Membership, Office
from casework.questionnaires.safe_word import hashed

WORD = "blue teapot"
AT_RISK = "The bailiffs come on Thursday at nine"
UNSAFE = "I need to move, and he reads my post"
AWAY_DAYS = 9


def make(office: Office, cases: dict[str, Case]) -> None:
    """Put someone on duty and someone away; flag the risk of one case and protect another, both by subject."""
    worker, _other, away = people(office, Membership.Role.CASEWORKER)
    (manager,) = people(office, Membership.Role.MANAGER)
    hours, phone = office.hours, office.phone
    facts = {"minutes": 30, "hours": hours, "phone": phone, "by": manager}
    accept_duty(rota=set_duty(office=office, person=worker, cover=manager, **facts), by=worker)
    today = timezone.localdate()
    until = today + timedelta(days=AWAY_DAYS)
    add_away(office=office, person=away, starts_on=today, ends_on=until, by=manager)
    raise_risk(case=cases[AT_RISK], kind="eviction", by=None)
    way = "Phone before 3pm on a weekday. Leave no message."
    keep_safe(case=cases[UNSAFE], way=way, word=hashed(WORD), by=None)


def people(office: Office, role: Membership.Role) -> list[User]:
    return list(User.objects.filter(memberships__office=office, memberships__role=role).order_by("pk"))
