"""Asking somebody whether another may speak for them, and what staff record of the answer.

Each step holds the case, so that no reply goes out while a permission ends. What the person does by their link stands
in `authority_answers`.
"""

import hashlib
import secrets
from dataclasses import asdict
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.addresses import plain_address
from accounts.models import User
from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.constituents.models import Constituent, ContactPoint
from casework.files.intake import TakenIn
from casework.outbox.services import post, render_mail
from casework.questionnaires.represented import Represented

from .alerts import alert_constituent
from .authority import Authority, AuthorityPaper, Knows, Proof, Relation
from .by_hand import ask_to_tell
from .models import Case, Message
from .offering import end_of
from .services import hold

LINK_LASTS = timedelta(days=14)
MOST_DAYS = 366
DEFAULT_DAYS = 182


class NotWaiting(Exception):
    """There is nothing to ask or record: it was answered, it ended, or the case is the writer's own."""


class NotSafeToEmail(ValueError):
    """Somebody said that this person, or the writer, must not get email."""


class WritersOwnAddress(ValueError):
    """The address is one of the writer's: a link there would ask the writer."""


class TooLong(ValueError):
    """The last day is not after today, or too far away."""


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def begin(*, case: Case, about: Represented, by: User | None) -> Authority:
    """Note that a case was raised for somebody else: from here on nothing is released before that person agrees.

    Part of the transaction that opens the case. The person gets a record of their own at this office.
    """
    person = Constituent(office_id=case.office_id, name=about.name)
    person.full_clean()
    person.save()
    authority = Authority(
        office_id=case.office_id,
        case=case,
        representative=case.constituent,
        person=person,
        relation=about.relation if about.relation in Relation.values else Relation.OTHER,
        why=about.why,
        knows=about.knows if about.knows in Knows.values else Knows.NO,
        email_typed=about.email,
        phone_typed=about.phone,
        post_typed=about.post,
        unsafe=about.unsafe,
    )
    return _stand_under(authority, case=case, by=by)


def _stand_under(authority: Authority, *, case: Case, by: User | None) -> Authority:
    authority.full_clean()
    authority.save()
    case.authority = authority
    case.save(update_fields=["authority"])
    record(Verb.AUTHORITY_BEGUN, by=by, office=case.office_id, subject=case.reference)
    return authority


def copy_to(*, original: Authority, case: Case, by: User, whole: bool) -> Authority:
    """A case that goes to another office takes along who speaks for whom, and no permission: that was another's.

    What the writer told of that person goes along only if it is to go `whole`.
    """
    person = Constituent.objects.create(office_id=case.office_id, name=original.person.name)
    authority = _asked_again(original, case=case, person=person)
    if not whole:
        authority.why = _("They told it to the office that passed the case on.")
        authority.email_typed = authority.phone_typed = authority.post_typed = ""
    return _stand_under(authority, case=case, by=by)


@transaction.atomic
def ask_again(*, case: Case, by: User) -> Authority:
    """After a refusal or an end, begin anew without a permission. Raises NotWaiting while one waits or holds."""
    case = hold(case)
    over = case.authority
    if over is None or not over.is_over:
        raise NotWaiting
    _close_link(over)
    return _stand_under(_asked_again(over, case=case, person=over.person), case=case, by=by)


def _asked_again(original: Authority, *, case: Case, person: Constituent) -> Authority:
    return Authority(
        office_id=case.office_id,
        case=case,
        representative=case.constituent,
        person=person,
        relation=original.relation,
        why=original.why,
        knows=original.knows,
        email_typed=original.email_typed,
        phone_typed=original.phone_typed,
        post_typed=original.post_typed,
        unsafe=original.unsafe,
    )


def _waiting(case: Case) -> Authority:
    """The authority that waits for its answer, of a case that the caller holds. Raises NotWaiting."""
    if case.authority_id is None:
        raise NotWaiting
    authority = Authority.objects.select_for_update(of=("self",)).get(pk=case.authority_id)
    if authority.confirmed_at or authority.refused_at:
        raise NotWaiting
    return authority


def may_email(case: Case, authority: Authority, address: str = "") -> bool:
    """Whether a link may go by email at all, and to this address: never once somebody said that it is not safe."""
    if case.safe_contact or authority.unsafe:
        return False
    points = ContactPoint.objects.filter(office_id=case.office_id, kind=ContactPoint.Kind.EMAIL, safe=False)
    return not points.filter(value=plain_address(address)).exists() if address else True


def _is_the_writers(authority: Authority, address: str) -> bool:
    writer = authority.representative
    account = writer.account.email if writer.account else ""
    return address == account or writer.contact_points.filter(value=address).exists()


def _last_moment(day: date) -> datetime:
    today = timezone.localdate()
    if not today < day <= today + timedelta(days=MOST_DAYS):
        raise TooLong
    return end_of(day)


@transaction.atomic
def send_link(*, case: Case, address: str, checked: str, what: str, last_day: date, by: User) -> str:
    """Ask the person by a link to an address that staff checked; an earlier link opens nothing any more.

    Returns the token, which is kept nowhere. Raises NotWaiting, NotSafeToEmail, WritersOwnAddress or TooLong.
    """
    case = hold(case)
    authority, address = _waiting(case), plain_address(address)
    if not may_email(case, authority, address):
        raise NotSafeToEmail
    if _is_the_writers(authority, address):
        raise WritersOwnAddress
    token = secrets.token_urlsafe(32)
    authority.what, authority.until = what, _last_moment(last_day)
    authority.link_to, authority.checked, authority.checked_by = address, checked, by
    authority.link_hash, authority.link_until = hash_of(token), timezone.now() + LINK_LASTS
    authority.full_clean()
    authority.save()
    _mail_link(authority, token)
    record(Verb.AUTHORITY_ASKED, by=by, office=case.office_id, subject=case.reference, checked=checked)
    return token


def _mail_link(authority: Authority, token: str) -> None:
    """Neither the case nor the writer is named: whoever reads along learns only that an office has a question."""
    link = settings.BASE_URL + reverse("portal:permission", args=[token])
    text, html = render_mail("authority_link", {"link": link, "days": LINK_LASTS.days})
    post(
        to=[authority.link_to],
        subject=_("An office has a question for you"),
        text=text,
        html=html,
        office=authority.office_id,
        purpose="authority.link",
        secret=True,
    )


@transaction.atomic
def record_paper(
    *, case: Case, paper: TakenIn, signed_name: str, signed_on: date, what: str, last_day: date, by: User
) -> Authority:
    """Record a signed letter that staff have seen, with its scan. Raises NotWaiting or TooLong."""
    case = hold(case)
    authority = _waiting(case)
    authority.what, authority.until = what, _last_moment(last_day)
    authority.proof, authority.confirmed_at, authority.recorded_by = Proof.PAPER, timezone.now(), by
    authority.signed_name, authority.signed_on = signed_name, signed_on
    _close_link(authority)
    authority.full_clean()
    authority.save()
    AuthorityPaper.objects.create(
        office_id=case.office_id,
        case=case,
        authority=authority,
        **asdict(paper),
    )
    record(Verb.AUTHORITY_GIVEN, by=by, office=case.office_id, subject=case.reference, proof=str(Proof.PAPER))
    return authority


def _close_link(authority: Authority) -> None:
    """From here on the link answers like one that never was."""
    if authority.link_hash:
        authority.link_hash, authority.link_until = "", None
        authority.save(update_fields=["link_hash", "link_until"])


@transaction.atomic
def revoke(*, case: Case, by: User) -> Authority:
    """Staff end a permission: the writer's next request shows nothing of the office's any more. Raises NotWaiting."""
    case = hold(case)
    authority = case.authority
    if authority is None or not authority.in_force:
        raise NotWaiting
    authority.revoked_at, authority.revoked_by = timezone.now(), by
    authority.save(update_fields=["revoked_at", "revoked_by"])
    _close_link(authority)
    record(Verb.AUTHORITY_REVOKED, by=by, office=case.office_id, subject=case.reference)
    return authority


def fixed_words(fixed: str) -> str:
    """What a fixed message says; nobody can change it, so it cannot say anything of the case."""
    return {
        Message.Fixed.RECEIVED: _(
            "We have your message about somebody else. Before we can tell you anything, that person has to agree. "
            "We wait for their permission. You can still add to your message."
        ),
        Message.Fixed.ASK: _(
            "Please ask the person you wrote for to sign the permission letter. You can print it from the page of "
            "your case. Send it to us, or hand it to us. Then we can tell you more."
        ),
    }[Message.Fixed(fixed)]


@transaction.atomic
def send_fixed(*, case: Case, fixed: str, by: User, once: UUID) -> Message:
    """Send a message that says nothing of the case to who writes for somebody else. `once` makes it one message.

    Raises NotWaiting if the case is closed, or its writer may be told more.
    """
    case = hold(case)
    if earlier := Message.objects.filter(uuid=once, case=case).first():
        return earlier
    if not (case.is_open and case.is_withheld):
        raise NotWaiting
    message = Message(
        office_id=case.office_id,
        case=case,
        uuid=once,
        direction=Message.Direction.OUT,
        body=fixed_words(fixed),
        fixed=fixed,
        author=by,
    )
    message.full_clean()
    message.alert = alert_constituent(case=case)
    message.save()
    ask_to_tell(message, case)
    record(Verb.REPLY_SENT, by=by, office=case.office_id, subject=case.reference, fixed=str(fixed))
    return message
