"""Applies a plan to an installation. Nothing is removed, and a second run changes nothing."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify

from accounts.addresses import plain_address
from accounts.models import Installation, User
from body import current
from body.models import Body
from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.cases.models import Case
from casework.offices import elected
from casework.offices.access.invitations import invite_administrator, open_invitations_of_service
from casework.offices.access.models import ADMINISTRATOR
from casework.offices.models import Group, Member, Office
from casework.places.models import Area, Borough
from casework.wall.scope import ALL, scoped
from ui.links import page_link

from .form import SLUG, publish_standard_form, write_starters
from .form_texts import write_form_texts
from .page_texts import publish_page_texts
from .pages import write_site
from .plan import Plan, spans

Changes = Iterator[str]


class _Undo(Exception):
    """Ends a dry run by rolling it back."""


def apply(plan: Plan, *, dry_run: bool = False) -> list[str]:
    """Apply the plan in one transaction, and return a line for each change. A dry run is rolled back."""
    done: list[str] = []
    try:
        with scoped(ALL), transaction.atomic():
            refuse_what_cannot_be(plan)
            done = [*make_body(plan), *_site(plan), *_administrator(plan, dry_run=dry_run)]
            if dry_run:
                raise _Undo
    except _Undo:
        current.forget()
    return done


def refuse_what_cannot_be(plan: Plan) -> None:
    """Raise ValidationError on a demo database, or where references with another prefix exist."""
    if Installation.objects.filter(is_demo=True).exists():
        raise ValidationError("This database holds the demo. Set up an empty one.")
    stored, prefix = Body.objects.first(), plan.facts.get("reference_prefix")
    if stored and prefix and prefix != stored.reference_prefix and Case.objects.exists():
        raise ValidationError(
            f"People have references that begin with {stored.reference_prefix}. Keep that prefix in body.csv."
        )


def make_body(plan: Plan) -> Changes:
    """Create the elected body: its names, areas, groups, offices and Members."""
    for step in (_facts, areas, _groups, _offices, _members):
        yield from step(plan)


def _facts(plan: Plan) -> Changes:
    stored = Body.objects.first()
    body, changed = stored or Body(pk=1), stored is None
    for fact, given in plan.facts.items():
        value = Body._meta.get_field(fact).to_python(given)
        if given and getattr(body, fact) != value:
            yield f"body: {fact} is {value!r}" + (f", was {getattr(body, fact)!r}" if stored else "")
            setattr(body, fact, value)
            changed = True
    if changed:
        body.full_clean(validate_unique=False)
        body.save()
        record(Verb.BODY_CHANGED, by=None)
    current.forget()


def areas(plan: Plan) -> Changes:
    for council in plan.councils:
        area, is_new = Area.objects.get_or_create(slug=slugify(council.area), defaults={"name": council.area})
        if is_new:
            yield f"area: {area}"
        facts = {"slug": slugify(council.name), "name": council.name, "area": area}
        stored = Borough.objects.filter(code=council.code).first()
        if stored and all(getattr(stored, name) == value for name, value in facts.items()):
            continue
        Borough.objects.update_or_create(code=council.code, defaults=facts)
        record(Verb.AREA_CHANGED, by=None, subject=area.slug)
        yield f"council: {council.name} in {area}"


def _groups(plan: Plan) -> Changes:
    for row in plan.groups:
        group = Group.objects.filter(slug=row.slug).first()
        if group is None:
            elected.add_group(slug=row.slug, name=row.name, by=None)
            yield f"group: {row.name}"
        elif group.name != row.name:
            yield f"group: {row.name}, was {group.name}"
            elected.rename_group(group=group, name=row.name, by=None)


def _offices(plan: Plan) -> Changes:
    for row in plan.offices:
        office = Office.objects.filter(slug=row.slug).first()
        facts = {name: value for name in ("name", "phone", "hours") if (value := getattr(row, name))}
        if office is None:
            group = Group.objects.get(slug=row.group)
            elected.add_office(slug=row.slug, group=group, by=None, **facts)
            yield f"office: {row.name}"
        elif changed := elected.change_office(office=office, by=None, **facts):
            yield f"office: {row.name}, changed {', '.join(changed)}"


def _members(plan: Plan) -> Changes:
    """Create Members with their seats, groups and offices. Ends come first, so that seats are free."""
    for name, _periods in plan.by_member():
        if not Member.objects.filter(slug=slugify(name)).exists():
            elected.add_member(name=name, by=None)
            yield f"Member: {name}"
    facts = list(_dated_facts(plan))
    for fact in facts:
        yield from fact.end()
    for fact in facts:
        yield from fact.begin()


@dataclass(frozen=True)
class _Dated:
    """A dated fact of a Member. `begins` is the service, `rows` where it is stored."""

    member: Member
    words: str
    begins: Callable
    rows: str
    what: dict[str, object]
    starts_on: date
    ends_on: date | None

    def stored(self):
        return getattr(self.member, self.rows).filter(starts_on=self.starts_on, **self.what).first()

    def end(self) -> Changes:
        """Update the end of the stored rows."""
        row = self.stored()
        if row and row.ends_on != self.ends_on:
            elected.change_dates(row=row, starts_on=self.starts_on, ends_on=self.ends_on, by=None)
            yield str(self)

    def begin(self) -> Changes:
        if self.stored() is None:
            days = {"starts_on": self.starts_on, "ends_on": self.ends_on}
            self.begins(member=self.member, by=None, **days, **self.what)
            yield str(self)

    def __str__(self):
        until = f" until {self.ends_on}" if self.ends_on else ""
        return f"{self.member}: {self.words} from {self.starts_on}{until}"


def _dated_facts(plan: Plan) -> Iterator[_Dated]:
    for name, periods in plan.by_member():
        member = Member.objects.get(slug=slugify(name))
        for seat, *days in spans(periods, "seat"):
            area = {"area": None if seat == plan.whole_seat else Area.objects.get(name=seat)}
            yield _Dated(member, f"sits for {seat}", elected.begin_term, "terms", area, *days)
        for slug, *days in spans(periods, "group"):
            group = Group.objects.get(slug=slug)
            words = f"is in {group}"
            yield _Dated(member, words, elected.join_group, "group_memberships", {"group": group}, *days)
        for slug, *days in spans(periods, "office"):
            office = Office.objects.get(slug=slug)
            words = f"has the office {office}"
            yield _Dated(member, words, elected.work_for, "office_members", {"office": office}, *days)


def _site(plan: Plan) -> Changes:
    if publish_standard_form(words=plan.words):
        write_form_texts([SLUG])
        yield f"form: {SLUG} is published, with its texts in other languages"
    starters = list(write_starters(words=plan.words))
    write_form_texts(starters)
    yield from (f"form: {slug} is a draft, with its texts in other languages" for slug in starters)
    yield from write_site(words=plan.words)
    publish_page_texts()


def _administrator(plan: Plan, *, dry_run: bool) -> Changes:
    """Invite the first administrator. The link is shown once; a dry run shows none, as it would not work."""
    person = plan.administrator
    if person and not _is_invited_or_here(person.email):
        token = invite_administrator(email=person.email, name=person.name, mail=False)
        link = page_link("open_invitation", token)
        yield f"administrator: {person.name} <{person.email}>" + (
            "" if dry_run else f"\n  comes in by {link}"
        )


def _is_invited_or_here(email: str) -> bool:
    email = plain_address(email)
    invited = (each for each in open_invitations_of_service() if each.role == ADMINISTRATOR)
    return User.objects.filter(email=email, is_administrator=True).exists() or any(
        each.email == email for each in invited
    )
