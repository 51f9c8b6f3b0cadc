"""Passing a case on: the receiver gets a copy of what was agreed as a case of its own, and the original closes.

The office of a row never changes. Nothing leaves before the receiver says yes; then all of it happens at once.
"""

import shutil
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from casework.audit.verbs import Verb
from casework.constituents.models import Constituent, ContactPoint
from casework.files import store
from casework.files.intake import TakenIn
from casework.offices.models import Member, Office
from casework.offices.services import office_for
from casework.scope import office_scope, scoped

from .alerts import alert_constituent
from .authority_services import copy_to
from .models import Activity, Case, CaseFile, Message, Note
from .offering import (
    OfferedAlready,
    answer,
    decline,
    end,
    hold,
    lock,
    make,
    safe_to_offer,
    write_down,
    write_down_answer,
)
from .offers import Ending, Share, Transfer
from .references import new_reference
from .services import attach, settle


class NotOpen(ValueError):
    """A closed case is opened again before it is passed on."""


class BytesGone(LookupError):
    """A file that was to go along is no longer in the store."""


class NotTheirMember(ValueError):
    """The receiving office does not work for this Member today."""


@dataclass(frozen=True)
class Parts:
    """What goes along beside the messages: files and notes by uuid, contact points by key, and what else was ticked."""

    files: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    points: list[int] = field(default_factory=list)
    answers: bool = False
    needs: bool = False  # in which language and format the person reads
    represented: bool = False  # what the writer told of the person they write for


@transaction.atomic
def offer_transfer(
    *,
    case: Case,
    to_office: Office,
    purpose: str,
    agreed_how: str,
    agreed_on: date,
    parts: Parts,
    by: User,
) -> Transfer:
    """Ask another office to take the case on. It sees nothing of it before it does.

    Raises NotSafe, NotOpen or OfferedAlready.
    """
    case = hold(case)
    if not case.is_open:
        raise NotOpen
    if Transfer.objects.unanswered().filter(case=case).exists():
        raise OfferedAlready
    transfer = Transfer(
        office_id=case.office_id,
        case=case,
        to_office=to_office,
        purpose=purpose,
        agreed_how=agreed_how,
        agreed_on=agreed_on,
        parts=asdict(parts),
        offered_by=by,
    )
    news = _("%(office)s asks your office to take on a case of theirs.")
    make(transfer, Verb.TRANSFER_OFFERED, case=case, news=news, by=by)
    return transfer


@transaction.atomic
def take_back_transfer(*, transfer: Transfer, ending: Ending, by: User) -> None:
    """Nothing was passed on and nothing will be. Raises OfferGone."""
    end(Transfer.objects.unanswered().filter(pk=transfer.pk), ending=ending, by=by)
    reference = transfer.case.reference
    write_down(Verb.TRANSFER_TAKEN_BACK, transfer, by=by, reference=reference, ending=str(ending))


@transaction.atomic
def decline_transfer(*, transfer: Transfer, by: User) -> None:
    """Say no for the office it was offered to. Raises OfferGone."""
    decline(Transfer.objects.unanswered().filter(pk=transfer.pk), by=by)
    write_down_answer(Verb.TRANSFER_DECLINED, transfer, by=by, theirs=transfer.uuid.hex)


@transaction.atomic
def accept_transfer(*, transfer: Transfer, member: Member, by: User) -> Case:
    """Take the case on for one of the office's Members: copy what was agreed, close the original, tell the person.

    Raises OfferGone, NotTheirMember, NotOpen, NotSafe or BytesGone; then nothing has happened.
    """
    if office_for(member).pk != transfer.to_office_id:
        raise NotTheirMember
    unanswered = Transfer.objects.unanswered().filter(pk=transfer.pk)
    reference = new_reference()
    with scoped(office_scope(transfer.office_id, transfer.to_office_id)):
        original = lock(transfer.case)
    answer(unanswered, accepted_at=timezone.now(), accepted_by=by, new_reference=reference)
    with scoped(office_scope(transfer.office_id, transfer.to_office_id)):
        if not safe_to_offer(original).is_open:
            raise NotOpen
        parts = Parts(**transfer.parts)
        office = transfer.to_office
        case = _copy_case(original, parts, reference=reference, office=office, member=member)
        if original.authority:
            copy_to(original=original.authority, case=case, by=by, whole=parts.represented)
        _copy_timeline(original, case, parts)
        case.activities.create(
            office=office,
            verb=Activity.Verb.RECEIVED,
            by=by,
            shown=True,
            detail={"office": original.office.name, "member": member.name},
        )
        _end_share(original, by=by)
        settle(original, outcome=_("Passed on to %(office)s") % {"office": office}, by=by)
        alert_constituent(case=original)
    write_down_answer(Verb.TRANSFER_ACCEPTED, transfer, by=by, theirs=reference)
    return case


def _end_share(original: Case, *, by: User) -> None:
    """Its share ends with the case; the other office, if it was the receiver, has its own copy."""
    for share in Share.objects.select_for_update(of=("self",)).filter(case=original, ended_at=None):
        end(Share.objects.filter(pk=share.pk), ending=Ending.HANDED_OVER, by=by)
        ending = str(Ending.HANDED_OVER)
        write_down(Verb.SHARE_ENDED, share, by=by, reference=original.reference, ending=ending)


def _copy_case(original: Case, parts: Parts, *, reference: str, office: Office, member: Member) -> Case:
    case = Case(
        reference=reference,
        office=office,
        member=member,
        constituent=_copy_person(original.constituent, parts, office=office),
        kind=original.kind,
        nature=original.nature,
        topic=original.topic,
        borough=original.borough,
        subject=original.subject,
        answers=original.answers if parts.answers else [],
    )
    case.full_clean()
    case.save()
    return case


def _copy_person(person: Constituent, parts: Parts, *, office: Office) -> Constituent:
    """A record of the receiver's own, of the same account, with the safe contact points that may go along."""
    copy = Constituent.objects.create(
        office=office,
        name=person.name,
        language=person.language if parts.needs else "",
        format=person.format if parts.needs else "",
        account=person.account,
        claimed_at=person.claimed_at,
    )
    for point in ContactPoint.objects.filter(constituent=person, safe=True, pk__in=parts.points):
        ContactPoint.objects.create(
            office=office,
            constituent=copy,
            kind=point.kind,
            value=point.value,
            proved_by=point.proved_by,
            proved_at=point.proved_at,
        )
    return copy


def _copy_timeline(original: Case, case: Case, parts: Parts) -> None:
    """The messages with the files that go along, and the notes that do, each at its own time."""
    for message in Message.objects.filter(case=original):
        copy = Message.objects.create(
            office_id=case.office_id,
            case=case,
            direction=message.direction,
            body=message.body,
            author=message.author,
            at=message.at,
            fixed=message.fixed,
        )
        files = CaseFile.objects.filter(message=message, uuid__in=parts.files, quarantined_at=None)
        attach(case=case, message=copy, files=_copy_bytes(files))
    for note in Note.objects.filter(case=original, uuid__in=parts.notes):
        Note.objects.create(
            office_id=case.office_id, case=case, body=note.body, author=note.author, at=note.at
        )


def _copy_bytes(files: Iterable[CaseFile]) -> Iterable[TakenIn]:
    """Bytes of their own for each file, so that erasing one office's leaves the other's.

    What is written for a transfer that fails is swept like any bytes that no row names.
    """
    for file in files:
        content = store.open_or_none(file.key)
        if content is None:
            raise BytesGone(file.uuid)
        with content as source, store.arrival() as arrival:
            shutil.copyfileobj(source, arrival.file)
            arrival.keep()
        yield TakenIn(
            key=arrival.key,
            name=file.name,
            content_type=file.content_type,
            size=file.size,
            sha256=file.sha256,
            checked_at=file.checked_at,
        )
