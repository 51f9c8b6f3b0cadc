"""What a person does with their link: proves the address, gives authority, refuses or withdraws it.

A link is named by the hash of its token. Unknown, expired, refused and withdrawn links all answer alike, whatever
office they belong to.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.mail import grouped
from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.cases.models import Case
from casework.cases.models.authority.authority import Authority, Proof
from casework.cases.services.turn import lock_case
from casework.outbox.services import post, render_mail
from casework.wall.scope import ALL, office_scope, scoped

from .authority import NotWaiting, may_email
from .mail import tell_of_end, tell_of_grant


@dataclass(frozen=True)
class Asked:
    """What the person is shown before they answer: who writes, the topic in a word, to whom, and since when."""

    writer: str
    member: str
    office: str
    raised: datetime
    topic: str
    what: str
    last_day: date
    given: bool


def _behind(link: str) -> Authority | None:
    """Return the authority of a link while it waits for an answer or is in force."""
    if not link:
        return None
    now = timezone.now()
    waits = Q(confirmed_at=None, refused_at=None, link_until__gt=now, until__gt=now)
    holds = Q(confirmed_at__isnull=False, revoked_at=None, until__gt=now)
    # Nobody knows yet whose office this is. The 32 random bytes behind the hash are what opens this one row.
    with scoped(ALL):
        return Authority.objects.filter(waits | holds, link_hash=link).first()


def send_code(*, link: str, code: str, minutes: int) -> None:
    """Mail a code to the address that the office checked, if the link is live.

    No code is sent if someone said after the link was sent that this person or the writer must not get email.
    """
    authority = _behind(link)
    if authority is None or not _still_safe(authority):
        return
    text, html = render_mail("authority_code", {"code": grouped(code), "minutes": minutes})
    post(
        to=[authority.link_to],
        subject=_("Your code is %(code)s") % {"code": grouped(code)},
        text=text,
        html=html,
        office=authority.office_id,
        purpose="authority.code",
        secret=True,
    )


def _still_safe(authority: Authority) -> bool:
    with scoped(office_scope(authority.office_id)):
        return may_email(authority.case, authority, authority.link_to)


def asked(link: str) -> Asked | None:
    """Return what is asked, for a person who has proved that they read the address of the link."""
    authority = _behind(link)
    if authority is None:
        return None
    with scoped(office_scope(authority.office_id)):
        case = Case.objects.select_related("office", "member", "topic", "constituent").get(
            pk=authority.case_id
        )
        return Asked(
            writer=str(case.constituent),
            member=case.member.name,
            office=case.office.name,
            raised=case.opened_at,
            topic=case.topic.name if case.topic else "",
            what=authority.what,
            last_day=authority.last_day,
            given=authority.confirmed_at is not None,
        )


@transaction.atomic
def agree(*, link: str) -> None:
    """Give authority: from now on the writer reads the case. Raise NotWaiting if the link has ended."""
    authority = _held(link)
    if authority.confirmed_at is not None:
        return
    authority.confirmed_at, authority.proof = timezone.now(), Proof.LINK
    _write(authority, Verb.AUTHORITY_GIVEN, "confirmed_at", "proof", proof=str(Proof.LINK))
    with scoped(office_scope(authority.office_id)):
        tell_of_grant(authority)


@transaction.atomic
def refuse(*, link: str) -> None:
    """Refuse authority, or withdraw it, at once. The link ends. Raise NotWaiting."""
    authority, now = _held(link), timezone.now()
    authority.link_hash, authority.link_until = "", None
    if authority.confirmed_at is None:
        authority.refused_at = now
        _write(authority, Verb.AUTHORITY_REFUSED, "refused_at", "link_hash", "link_until")
        return
    authority.revoked_at = now
    _write(authority, Verb.AUTHORITY_REVOKED, "revoked_at", "link_hash", "link_until", whose="person")
    with scoped(office_scope(authority.office_id)):
        tell_of_end(authority)


def _held(link: str) -> Authority:
    """Return the authority of a link with its case locked, so that nothing is sent in between."""
    if (found := _behind(link)) is None:
        raise NotWaiting
    with scoped(office_scope(found.office_id)):
        lock_case(found.case)
    if (authority := _behind(link)) is None:
        raise NotWaiting
    return authority


def _write(authority: Authority, verb: Verb, *fields: str, **detail: str) -> None:
    with scoped(office_scope(authority.office_id)):
        authority.save(update_fields=fields)
        Case.objects.filter(pk=authority.case_id).update(news_at=timezone.now())
        record(verb, by=None, office=authority.office_id, subject=authority.case.reference, **detail)
