"""Asks at the terminal for the least that makes cases possible: one office, one Member and the first administrator."""

from collections.abc import Callable
from datetime import date

from django.utils.text import slugify

from body.models import Body
from casework.offices.models import Group, Member, Office

from .plan import Administrator, At, Period, Plan
from .plan import Group as PlannedGroup
from .plan import Office as PlannedOffice
from .reading import london

HERE = At("your answers")
FACTS = {
    "name": "Name of the body",
    "members": "What its Members are called together",
    "place": "Name of the place",
    "reference_prefix": "Prefix of case references, two to four capital letters",
    "email": "Email address for the public",
    "reply_time": "How soon you reply, such as 5 working days",
    "phone": "Phone number for the public",
    "hours": "Hours of that phone",
}

type Ask = Callable[[str, str], str]


def ask_plan(ask: Ask) -> Plan:
    """Return London's structure with the answers. `ask` gets a question and the default answer."""
    plan = london()
    stored = Body.objects.first()
    for fact, question in FACTS.items():
        known = getattr(stored, fact) if stored else plan.facts.get(fact, "")
        plan.facts[fact] = ask(question, str(known))
    if not (Office.objects.exists() and Member.objects.exists()):
        _ask_office(plan, ask)
    email = ask("Email address of the first administrator, or nothing if there is one", "")
    if email:
        plan.administrator = Administrator(HERE, email, ask("Their name", email.partition("@")[0]))
    return plan


def _ask_office(plan: Plan, ask: Ask) -> None:
    """Ask for the first group, office and Member. Others are added on the administrators' pages."""
    group = Group.objects.first()
    name = ask("Name of a political group", group.name if group else "")
    plan.groups = [PlannedGroup(HERE, group.slug if group else slugify(name), name)]
    office = ask("Name of its office", name)
    slug = slugify(office)
    plan.offices = [
        PlannedOffice(HERE, slug, office, plan.groups[0].slug, plan.facts["phone"], plan.facts["hours"])
    ]
    member = ask("Name of a Member whom it works for", "")
    seat = ask(f"Their area, or {plan.whole_seat}", plan.whole_seat)
    since = ask("First day of their term", date.today().isoformat())
    plan.periods = [Period(HERE, member, seat, plan.groups[0].slug, slug, date.fromisoformat(since))]
