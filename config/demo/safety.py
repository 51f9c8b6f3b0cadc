"""What the demo has of risk and safe contact: one of each in one office, and who is on duty there."""

from accounts.models import User
from casework.cases.models import Case
from casework.cases.risk_flags import raise_risk
from casework.cases.safe_words import keep_safe
from casework.offices.duty_rota import set_duty
from casework.offices.models import Membership, Office
from casework.questionnaires.secret_words import hashed

from .build import CASES_AN_OFFICE, STATES, UNTOUCHED

WORD = "blue teapot"


def make(office: Office, cases: list[Case]) -> None:
    roles = Membership.Role
    worker, manager = (
        User.objects.filter(memberships__office=office, memberships__role=role).first()
        for role in (roles.CASEWORKER, roles.MANAGER)
    )
    hours, phone = office.hours, office.phone
    set_duty(office=office, person=worker, cover=manager, minutes=30, hours=hours, phone=phone, by=manager)
    at_risk, unsafe = (cases[place] for place in (UNTOUCHED, CASES_AN_OFFICE - STATES + UNTOUCHED))
    raise_risk(case=at_risk, kind="eviction", by=None)
    keep_safe(case=unsafe, way="Phone before 3pm on a weekday. Leave no message.", word=hashed(WORD), by=None)
