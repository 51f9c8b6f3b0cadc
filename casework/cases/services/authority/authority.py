"""Authority to act for someone else: asking for it, and what staff record of the answer.

Each step locks the case, so that no reply is sent while an authority ends. What the person does with their link is in
`authority_answer`.
"""

import hashlib
import secrets
from dataclasses import asdict
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.addresses import plain_address
from accounts.models import User
from body.languages import writing_in
from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.carried import carry
from casework.cases.models import Case, Message
from casework.cases.models.authority.authority import Authority, AuthorityPaper, Knows, Proof, Relation
from casework.cases.services.messages.message import write_message
from casework.cases.services.search import index_person_alone, index_words
from casework.cases.services.sharing.offer import end_of
from casework.cases.services.turn import lock_case
from casework.constituents.models import Constituent
from casework.files.intake import TakenIn
from casework.offices.models import Office
from casework.outbox.services import post, render_mail
from casework.questionnaires.authority import AuthorityAnswers
from casework.wall.scope import ALL, scoped

from .mail import may_email, tell_of_end, tell_of_grant

LINK_LASTS = timedelta(days=14)
MOST_DAYS = 366
DEFAULT_DAYS = 182


class NotWaiting(Exception):
    """Nothing can be asked or recorded: the authority was answered or ended, or the case is the writer's own."""


class NotSafeToEmail(ValueError):
    """This person or the writer must not get email."""


class WritersOwnAddress(ValueError):
    """The address belongs to the writer, who would be asked instead of the person."""


class TooLong(ValueError):
    """The last day is not after today, or is too far ahead."""


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def begin(*, case: Case, about: AuthorityAnswers, by: User | None) -> Authority:
    """Record that a case was raised for someone else. Nothing is released until that person agrees.

    It runs in the transaction that opens the case. The person gets a record of their own at this office.
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
    index_person_alone(authority.person)
    index_words(case, authority.person.name)
    record(Verb.AUTHORITY_BEGUN, by=by, office=case.office_id, subject=case.reference)
    return authority


def copy_to(*, original: Authority, case: Case, by: User, whole: bool) -> Authority:
    """Copy the people of an authority to a transferred case, without the consent, which was given to another office.

    Without `whole`, what the writer told about that person is not copied.
    """
    person = carry(original.person, office_id=case.office_id)
    person.save()
    authority = _asked_again(original, case=case, person=person, whole=whole)
    if not whole:
        authority.why = _("They told it to the office that passed the case on.")
    return _stand_under(authority, case=case, by=by)


@transaction.atomic
def ask_again(*, case: Case, by: User) -> Authority:
    """Begin a new authority after a refusal or an end. Raise NotWaiting while one waits or is in force."""
    case = lock_case(case)
    over = case.authority
    if over is None or not over.is_over:
        raise NotWaiting
    _close_link(over)
    return _stand_under(_asked_again(over, case=case, person=over.person, whole=True), case=case, by=by)


def _asked_again(original: Authority, *, case: Case, person: Constituent, whole: bool) -> Authority:
    return carry(
        original,
        parts={"other_person"} if whole else (),
        office_id=case.office_id,
        case=case,
        representative=case.constituent,
        person=person,
    )


def _waiting(case: Case) -> Authority:
    """Return the authority that waits for an answer, of a case that the caller has locked. Raise NotWaiting."""
    if case.authority_id is None:
        raise NotWaiting
    authority = Authority.objects.select_for_update(of=("self",), no_key=True).get(pk=case.authority_id)
    if authority.confirmed_at or authority.refused_at:
        raise NotWaiting
    return authority


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
    """Mail a link to an address that staff checked, and return its token, which is not stored. Earlier links end.

    Raise NotWaiting, NotSafeToEmail, WritersOwnAddress or TooLong.
    """
    case = lock_case(case)
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
    """Mail the link without naming the case or the writer: other readers of the mailbox learn only that an office has
    a question.
    """
    with writing_in(authority.person.mail_language):
        text, html = render_mail("authority_link", {"token": token, "days": LINK_LASTS.days})
        subject = _("An office has a question for you")
    post(
        to=[authority.link_to],
        subject=subject,
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
    """Record a signed letter that staff have seen, with its scan. Raise NotWaiting or TooLong."""
    case = lock_case(case)
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
    tell_of_grant(authority)
    return authority


def _close_link(authority: Authority) -> None:
    """End the link, so that it answers like an unknown one."""
    if authority.link_hash:
        authority.link_hash, authority.link_until = "", None
        authority.save(update_fields=["link_hash", "link_until"])


@transaction.atomic
def revoke(*, case: Case, by: User) -> Authority:
    """End an authority for the office, whose messages the writer no longer sees. Raise NotWaiting."""
    case = lock_case(case)
    authority = case.authority
    if authority is None or not authority.in_force:
        raise NotWaiting
    authority.revoked_at, authority.revoked_by = timezone.now(), by
    authority.save(update_fields=["revoked_at", "revoked_by"])
    _close_link(authority)
    record(Verb.AUTHORITY_REVOKED, by=by, office=case.office_id, subject=case.reference)
    tell_of_end(authority)
    return authority


def offices_with_authority() -> list[Office]:
    """Return the offices with an authority in force, for administrators: not how many, or of whom."""
    with scoped(ALL):
        keys = set(Authority.objects.in_force().values_list("office", flat=True))
    return list(Office.objects.filter(pk__in=keys).order_by("name"))


def fixed_words(fixed: str) -> str:
    """Return the text of a fixed message. No one can change it, so it cannot contain anything about the case."""
    return {
        Message.Fixed.RECEIVED: _(
            "We have your message about someone else. Before we can tell you anything, that person has to agree. "
            "We wait for their permission. You can still add to your message."
        ),
        Message.Fixed.ASK: _(
            "Please ask the person you wrote for to sign the permission letter. You can print it from the page of "
            "your case. Send it to us, or hand it to us. Then we can tell you more."
        ),
    }[Message.Fixed(fixed)]


@transaction.atomic
def send_fixed(*, case: Case, fixed: str, by: User, once: UUID) -> Message:
    """Send a fixed message to a person who writes for someone else. `once` makes a repeated request one message.

    Raise NotWaiting if the case is closed or its writer may be told more.
    """
    case = lock_case(case)
    if earlier := Message.objects.filter(uuid=once, case=case).first():
        return earlier
    if not (case.is_open and case.is_withheld):
        raise NotWaiting
    message = write_message(
        case=case,
        direction=Message.Direction.OUT,
        body=fixed_words(fixed),
        sender=by,
        once=once,
        fixed=fixed,
    )
    record(Verb.REPLY_SENT, by=by, office=case.office_id, subject=case.reference, fixed=str(fixed))
    return message
