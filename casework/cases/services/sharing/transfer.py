"""Transfer: the receiver gets a copy of what was agreed as a case of its own, and the original closes.

The office of a row never changes. Nothing is copied before the receiver accepts; then all of it in one transaction.
"""

import shutil
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from casework.audit.verbs import Verb
from casework.carried import carry
from casework.cases.models import Activity, Case, CaseFile, Message, Note, Share, Transfer
from casework.cases.models.sharing.offer import Ending
from casework.cases.references import new_reference
from casework.cases.services.alerts.contact_task import tell_of_end
from casework.cases.services.authority.authority import copy_to
from casework.cases.services.case import settle
from casework.cases.services.deadlines.deadline import begin_deadlines
from casework.cases.services.messages.message import attach
from casework.cases.services.own_case.mailbox import needs_code
from casework.cases.services.safety.risk import refuse_unsettled
from casework.cases.services.search import index_person
from casework.cases.services.turn import lock_case
from casework.constituents.models import AlertChoice, AlertWay, Constituent, ContactPoint
from casework.files import store
from casework.offices.models import Member, Office
from casework.offices.services import office_for
from casework.wall.scope import office_scope, scoped

from .offer import (
    OfferedAlready,
    answer,
    decline,
    end,
    lock_to_offer,
    make,
    safe_to_offer,
    write_down,
    write_down_answer,
)


class NotOpen(ValueError):
    """A closed case must be reopened before it is transferred."""


class BytesGone(LookupError):
    """A file that was to be copied is no longer in the store."""


class NotTheirMember(ValueError):
    """The receiving office does not work for this Member today."""


@dataclass(frozen=True)
class Parts:
    """What is copied beside the messages: files and notes by UUID, contact points by key, and ticked parts."""

    files: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    points: list[int] = field(default_factory=list)
    answers: bool = False
    needs: bool = False  # in which language and format the person reads
    other_person: bool = False  # what the writer told of the person they write for

    @property
    def ticked(self) -> set[str]:
        """Return the parts of rows that are copied (`casework.carried`)."""
        return {name for name in ("answers", "needs", "other_person") if getattr(self, name)}


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
    """Offer the case to another office. It sees nothing before it accepts.

    Raise NotSafe, NotOpen, RiskNotSettled, OfferedAlready, TooManyOffers or ValidationError.
    """
    case = lock_to_offer(case)
    if not case.is_open:
        raise NotOpen
    refuse_unsettled(case)
    if Transfer.objects.unanswered().filter(case=case).exists():
        raise OfferedAlready
    transfer = Transfer(
        to_office=to_office,
        purpose=purpose,
        agreed_how=agreed_how,
        agreed_on=agreed_on,
        parts=asdict(parts),
    )
    news = _("%(office)s asks your office to take on a case of theirs.")
    make(transfer, Verb.TRANSFER_OFFERED, case=case, news=news, by=by)
    return transfer


@transaction.atomic
def take_back_transfer(*, transfer: Transfer, ending: Ending, by: User) -> None:
    """Withdraw the offer. Nothing was copied. Raise OfferGone."""
    end(Transfer.objects.unanswered().filter(pk=transfer.pk), ending=ending, by=by)
    reference = transfer.case.reference
    write_down(Verb.TRANSFER_TAKEN_BACK, transfer, by=by, reference=reference, ending=str(ending))


@transaction.atomic
def decline_transfer(*, transfer: Transfer, by: User) -> None:
    """Decline for the receiving office. Raise OfferGone."""
    decline(transfer, Verb.TRANSFER_DECLINED, by=by)


@transaction.atomic
def accept_transfer(*, transfer: Transfer, member: Member, by: User) -> Case:
    """Accept for one of the office's Members: copy what was agreed, close the original, tell the person.

    Raise OfferGone, NotTheirMember, NotOpen, NotSafe, RiskNotSettled or BytesGone; then nothing has changed.
    """
    if office_for(member).pk != transfer.to_office_id:
        raise NotTheirMember
    unanswered = Transfer.objects.unanswered().filter(pk=transfer.pk)
    reference = new_reference()
    with scoped(office_scope(transfer.office_id, transfer.to_office_id)):
        original = lock_case(transfer.case)
    answer(unanswered, accepted_at=timezone.now(), accepted_by=by, new_reference=reference)
    with scoped(office_scope(transfer.office_id, transfer.to_office_id)):
        if not safe_to_offer(original).is_open:
            raise NotOpen
        refuse_unsettled(original)
        parts = Parts(**transfer.parts)
        office = transfer.to_office
        case = _copy_case(original, parts, reference=reference, office=office, member=member)
        if original.authority:
            copy_to(original=original.authority, case=case, by=by, whole=parts.other_person)
        _copy_timeline(original, case, parts)
        index_person(case.constituent)
        case.activities.create(
            office=office,
            verb=Activity.Verb.RECEIVED,
            by=by,
            shown=True,
            detail={"office": original.office.name, "member": member.name},
        )
        _end_share(original, by=by)
        settle(original, ending=Case.Ending.PASSED_ON, by=by, office=office.name)
        tell_of_end(original)
        # A code is proved by the case it was given for, so the receiver makes one of its own.
        detail = {"code": "left"} if needs_code(case) else {}
    write_down_answer(Verb.TRANSFER_ACCEPTED, transfer, by=by, theirs=reference, **detail)
    return case


def _end_share(original: Case, *, by: User) -> None:
    """End the share of the original. If its guest is the receiver, they have their own copy."""
    for share in Share.objects.select_for_update(of=("self",), no_key=True).filter(
        case=original, ended_at=None
    ):
        end(Share.objects.filter(pk=share.pk), ending=Ending.HANDED_OVER, by=by)
        ending = str(Ending.HANDED_OVER)
        write_down(Verb.SHARE_ENDED, share, by=by, reference=original.reference, ending=ending)


def _copy_case(original: Case, parts: Parts, *, reference: str, office: Office, member: Member) -> Case:
    person = _copy_person(original.constituent, parts, office=office)
    case = carry(
        original, parts=parts.ticked, reference=reference, office=office, member=member, constituent=person
    )
    case.full_clean()
    case.save()
    begin_deadlines(case)
    return case


def _copy_person(person: Constituent, parts: Parts, *, office: Office) -> Constituent:
    """Return the receiver's own record, linked to the same account, with the chosen safe contact points.

    A person who wants no alerts gets none from the receiver either.
    """
    copy = carry(person, parts=parts.ticked, office=office)
    copy.save()
    for point in ContactPoint.objects.filter(constituent=person, safe=True, pk__in=parts.points):
        carry(point, office=office, constituent=copy).save()
    for choice in AlertChoice.objects.filter(constituent=person, way=AlertWay.NONE):
        carry(choice, office=office, constituent=copy).save()
    return copy


def _copy_timeline(original: Case, case: Case, parts: Parts) -> None:
    """Copy the messages with the chosen files, and the chosen notes, each with its own time."""
    for message in Message.objects.filter(case=original):
        copy = carry(message, office_id=case.office_id, case=case, **_sender_in_copy(message, case))
        copy.save()
        files = CaseFile.objects.filter(message=message, uuid__in=parts.files, quarantined_at=None)
        attach(case=case, message=copy, files=_copy_bytes(files))
    for note in Note.objects.filter(case=original, uuid__in=parts.notes):
        carry(note, office_id=case.office_id, case=case).save()


def _sender_in_copy(message: Message, case: Case) -> dict[str, Any]:
    """Return the sender of the copy: the copied address, or unverified if the address is not copied."""
    if message.author_id:
        return {}
    theirs = message.contact_point
    here = (
        theirs
        and ContactPoint.objects.filter(
            constituent=case.constituent_id, kind=theirs.kind, value=theirs.value
        ).first()
    )
    return {"contact_point": here, "is_unverified": here is None}


def _copy_bytes(files: Iterable[CaseFile]) -> Iterable[CaseFile]:
    """Copy the bytes of each file, so that erasing one office's file leaves the other's.

    Bytes written for a transfer that fails are swept like any bytes without a row.
    """
    for file in files:
        content = store.open_or_none(file.key)
        if content is None:
            raise BytesGone(file.uuid)
        with content as source, store.arrival() as arrival:
            shutil.copyfileobj(source, arrival.file)
            arrival.keep()
        yield carry(file, key=arrival.key)
