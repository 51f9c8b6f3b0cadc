"""What the person themself does with their link: proves that they read the address, agrees, refuses, takes back.

A link is named by the hash of its token. One that is unknown, ran out, was refused or taken back opens nothing,
whichever it is and whatever office it is of.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.outbox.services import post, render_mail
from casework.scope import ALL, office_scope, scoped

from .authority import Authority, Proof
from .authority_services import NotWaiting, may_email
from .models import Case
from .services import hold


@dataclass(frozen=True)
class Asked:
    """What the person is told before they answer: who writes, about what in a word, to whom, since when."""

    writer: str
    member: str
    office: str
    raised: datetime
    topic: str
    what: str
    last_day: date
    given: bool


def _behind(link: str) -> Authority | None:
    """The authority that a link answers for: while it waits for its answer, or while the permission holds."""
    if not link:
        return None
    now = timezone.now()
    waits = Q(confirmed_at=None, refused_at=None, link_until__gt=now, until__gt=now)
    holds = Q(confirmed_at__isnull=False, revoked_at=None, until__gt=now)
    # Nobody knows yet whose office this is. The 32 random bytes behind the hash are what opens this one row.
    with scoped(ALL):
        return Authority.objects.filter(waits | holds, link_hash=link).first()


def send_code(*, link: str, code: str, minutes: int) -> None:
    """Mail a code to the address that the office checked; nothing happens for a link that opens nothing.

    Nor if somebody said since the link went that this person, or the writer, must not get email.
    """
    authority = _behind(link)
    if authority is None or not _still_safe(authority):
        return
    text, html = render_mail("authority_code", {"code": code, "minutes": minutes})
    post(
        to=[authority.link_to],
        subject=_("Your code is %(code)s") % {"code": code},
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
    """What stands behind a link, for whoever has proved that they read its address."""
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
    """The person says yes: from now on the writer reads the case. Raises NotWaiting if the link opens nothing."""
    authority = _held(link)
    if authority.confirmed_at is not None:
        return
    authority.confirmed_at, authority.proof = timezone.now(), Proof.LINK
    _write(authority, Verb.AUTHORITY_GIVEN, "confirmed_at", "proof", proof=str(Proof.LINK))


@transaction.atomic
def refuse(*, link: str) -> None:
    """The person says no, or takes back their yes; at once, and the link opens nothing any more. Raises NotWaiting."""
    authority, now = _held(link), timezone.now()
    authority.link_hash, authority.link_until = "", None
    if authority.confirmed_at is None:
        authority.refused_at = now
        return _write(authority, Verb.AUTHORITY_REFUSED, "refused_at", "link_hash", "link_until")
    authority.revoked_at = now
    return _write(authority, Verb.AUTHORITY_REVOKED, "revoked_at", "link_hash", "link_until", whose="person")


def _held(link: str) -> Authority:
    """The authority of a link, with its case held, so that nothing is sent meanwhile."""
    if (found := _behind(link)) is None:
        raise NotWaiting
    with scoped(office_scope(found.office_id)):
        hold(found.case)
    if (authority := _behind(link)) is None:
        raise NotWaiting
    return authority


def _write(authority: Authority, verb: Verb, *fields: str, **detail: str) -> None:
    with scoped(office_scope(authority.office_id)):
        authority.save(update_fields=fields)
        record(verb, by=None, office=authority.office_id, subject=authority.case.reference, **detail)
