"""Changes to the elected body: groups, Members, seats, and which office works for whom. Each is dated and logged.

Nothing is deleted: what is no longer in force gets an end.
"""

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.models import User
from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.places.models import Area

from .dated import Dated
from .events import office_added
from .models import Group, GroupMembership, Member, Office, OfficeMember, Term

OFFICE_FACTS = ("name", "phone", "hours", "post", "signature", "undo_minutes")


@transaction.atomic
def add_group(*, name: str, by: User | None, slug: str = "") -> Group:
    """Add a party group. Raise ValidationError if there is one of that name."""
    group = Group(slug=slug or slugify(name), name=name)
    _keep(group)
    record(Verb.GROUP_ADDED, by=by, subject=group.slug)
    return group


@transaction.atomic
def rename_group(*, group: Group, name: str, by: User | None) -> None:
    """Rename a group. Its URL stays, because people may have bookmarked it."""
    if group.name != name:
        group.name = name
        _keep(group)
        record(Verb.GROUP_RENAMED, by=by, subject=group.slug)


@transaction.atomic
def add_member(*, name: str, by: User | None) -> Member:
    """Add a Member without seat, group or office. Raise ValidationError if the name is taken."""
    member = Member(slug=slugify(name), name=name)
    _keep(member)
    record(Verb.MEMBER_ADDED, by=by, subject=member.slug)
    return member


@transaction.atomic
def rename_member(*, member: Member, name: str, by: User | None) -> None:
    """Rename a Member. Their URL stays."""
    if member.name != name:
        member.name = name
        _keep(member)
        record(Verb.MEMBER_RENAMED, by=by, subject=member.slug)


@transaction.atomic
def begin_term(
    *, member: Member, area: Area | None, starts_on: date, by: User | None, ends_on: date | None = None
) -> Term:
    """Give a Member a seat from a day on; `area` is None for a seat of the whole place. Their earlier seat ends that
    day.

    Raise ValidationError if another Member has that seat then.
    """
    _end_open(member.terms, starts_on=starts_on, by=by)
    term = Term(member=member, area=area, starts_on=starts_on, ends_on=ends_on)
    _keep(term)
    seat = area.slug if area else "*"
    record(Verb.TERM_BEGUN, by=by, subject=member.slug, seat=seat, starts=str(starts_on))
    return term


@transaction.atomic
def join_group(
    *, member: Member, group: Group, starts_on: date, by: User | None, ends_on: date | None = None
) -> GroupMembership:
    """Put a Member in a group from a day on. Their earlier group ends that day."""
    _end_open(member.group_memberships, starts_on=starts_on, by=by)
    row = GroupMembership(member=member, group=group, starts_on=starts_on, ends_on=ends_on)
    _keep(row)
    record(Verb.GROUP_JOINED, by=by, subject=member.slug, group=group.slug, starts=str(starts_on))
    return row


@transaction.atomic
def work_for(
    *, office: Office, member: Member, starts_on: date, by: User | None, ends_on: date | None = None
) -> OfficeMember:
    """Let an office work for a Member from a day on. The earlier office's work ends that day.

    Cases stay where they are: an office column never changes.
    """
    _end_open(member.office_members, starts_on=starts_on, by=by)
    row = OfficeMember(office=office, member=member, starts_on=starts_on, ends_on=ends_on)
    _keep(row)
    record(Verb.OFFICE_BEGUN, by=by, office=office.pk, subject=member.slug, starts=str(starts_on))
    return row


@transaction.atomic
def change_dates(*, row: Dated, starts_on: date, ends_on: date | None, by: User | None) -> None:
    """End a term, a time in a group or an office's work on a day, or correct its days. The log has the old ones."""
    before = type(row)._default_manager.select_for_update(no_key=True).get(pk=row.pk)
    if (before.starts_on, before.ends_on) == (starts_on, ends_on):
        return
    row.starts_on, row.ends_on = starts_on, ends_on
    _keep(row)
    record(
        Verb.DATES_CHANGED,
        by=by,
        office=getattr(row, "office_id", None),
        subject=row.member.slug,
        what=row._meta.model_name,
        before=f"{before.starts_on} {before.ends_on or ''}".strip(),
        after=f"{starts_on} {ends_on or ''}".strip(),
    )


@transaction.atomic
def add_office(*, name: str, group: Group, by: User | None, slug: str = "", **facts: str | int) -> Office:
    """Open an office of a group. No one works in it until an administrator invites its first manager."""
    office = Office(slug=slug or slugify(name), name=name, group=group, **facts)
    _keep(office)
    record(Verb.OFFICE_ADDED, by=by, office=office.pk, subject=office.slug)
    office_added.send(sender=Office, office=office)
    return office


@transaction.atomic
def change_office(*, office: Office, by: User | None, **facts: str) -> list[str]:
    """Change an office's name, contact details or letterhead. Return what changed."""
    stored = Office.objects.select_for_update(no_key=True).get(pk=office.pk)
    changed = [name for name in OFFICE_FACTS if name in facts and getattr(stored, name) != facts[name]]
    if changed:
        for name in changed:
            setattr(office, name, facts[name])
        office.full_clean()
        office.save(update_fields=changed)
        record(Verb.OFFICE_CHANGED, by=by, office=office.pk, subject=office.slug, what=" ".join(changed))
    return changed


def _end_open(rows: Any, *, starts_on: date, by: User | None) -> None:
    """End what a Member has on the day on which something else begins."""
    open_rows = rows.in_force(starts_on - timedelta(days=1)).filter(starts_on__lt=starts_on)
    for row in open_rows.filter(ends_on=None).select_related("member"):
        change_dates(row=row, starts_on=row.starts_on, ends_on=starts_on, by=by)


def _keep(row: Any) -> None:
    """Store a row. Raise ValidationError with a sentence for each reason why it may not be stored."""
    if isinstance(row, Group | Member) and not row.slug:
        raise ValidationError(_("Use letters or digits in the name."))
    row.full_clean()
    row.save()
