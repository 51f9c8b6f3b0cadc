"""The cases and unsent answers of the canary world."""

import uuid
from datetime import timedelta

from django.utils import timezone

from casework.audit.models import Entry
from casework.cases.models import (
    Activity,
    Authority,
    AuthorityPaper,
    Case,
    CaseFile,
    CaseTag,
    DraftFile,
    Message,
    Note,
    ReplyDraft,
    RiskFlag,
    SafeContact,
    SignOff,
    Tag,
)
from casework.constituents.models import Constituent, ContactPoint
from casework.files import store
from casework.outbox.models import OutboxMessage
from casework.questionnaires import services as questionnaires
from casework.questionnaires.models import ResumeLink, Submission, SubmissionFile, SubmissionKey, hash_of
from tests.trust.world_people import STAFF

from .planting import PERSON_READS

PHOTO = "image/png"


CASES = {  # who raised it, and the facts by which each text field has a case that may hold it
    "ada": {"turn": "third-party", "outcome": ""},
    "bea": {"turn": "", "waiting_on": "", "closed_at": True, "ending": "office"},
    "una": {"waiting_on": "", "outcome": ""},
    "safe": {"waiting_on": "", "outcome": "", "safe_contact": True},
    "another": {"waiting_on": "", "outcome": ""},  # ada, for somebody who has not agreed
}
OF_ADA = {"safe", "another"}


def casework_of(world, slug):
    office = world.offices[slug]
    readers = {f"office:{slug}"}
    worker = next(world.people[name] for name, (where, _role) in STAFF.items() if where == slug)
    for name, facts in CASES.items():
        account = world.people[account_name(name)]
        proved = name not in {"una", "safe"}
        person = f"person:{account_name(name)}" if proved else None
        constituent = _constituent(
            world, office, readers, person, account, proved=proved, safe=name == "safe"
        )
        given = facts | {"closed_at": timezone.now()} if "closed_at" in facts else facts
        case = world.canaries.row(
            Case,
            readers=readers,
            raiser=person,
            office=office,
            member=office.office_members.get().member,
            constituent=constituent,
            assignee=worker,
            kind="problem",
            nature="casework",
            **given,
        )
        world.cases[slug, name] = case
        if name == "another":
            _for_another(world, case, readers)
        _timeline(world, case, worker, account, readers, person)


def account_name(name):
    return "ada" if name in OF_ADA else name


def _for_another(world, case, readers):
    """Create the person whom the case is about, and their letter, which no one has recorded yet."""
    row, facts = world.canaries.row, {"office": case.office, "readers": readers}
    person = row(Constituent, account=None, **facts)
    case.authority = row(Authority, case=case, representative=case.constituent, person=person, **facts)
    case.save()
    scan = stored(world, "cases.AuthorityPaper.bytes", readers)
    row(AuthorityPaper, case=case, authority=case.authority, **scan, **facts)


def _constituent(world, office, readers, person, account, *, proved, safe):
    """Create the record of a constituent. ada's safe-contact record is separate, with an address that must not be
    used.
    """
    constituent = world.canaries.row(
        Constituent,
        readers=readers,
        raiser=person,
        office=office,
        account=account if proved or safe else None,
    )
    facts = {"office": office, "constituent": constituent}
    proof = {"proved_by": account, "proved_at": timezone.now()} if proved else {}
    ContactPoint.objects.create(kind="email", value=account.email, safe=not safe, **facts, **proof)
    for kind in ("phone", "post"):
        world.canaries.row(ContactPoint, readers=readers, raiser=person, kind=kind, **facts)
    return constituent


def _timeline(world, case, worker, account, readers, person):
    row = world.canaries.row
    facts = {"office": case.office, "case": case, "readers": readers}
    alert = row(OutboxMessage, readers=readers, office_id=case.office_id, message_id=f"<{uuid.uuid4()}>")
    sender = {"author": account, "is_unverified": account is None}
    said = row(Message, raiser=person, direction="in", **sender, **facts)
    told = None if case.authority else person
    row(Message, raiser=told, direction="out", author=worker, alert=alert.uuid, **facts)
    row(Note, author=worker, **facts)
    draft = row(ReplyDraft, author=worker, **facts)
    tag = row(Tag, office=case.office, readers=readers)
    row(CaseTag, tag=tag, **facts)
    row(SignOff, asked_by=worker, decided_by=worker, decided_at=timezone.now(), decision="sent-back", **facts)
    row(DraftFile, draft=draft, **stored(world, "cases.DraftFile.bytes", readers), **facts)
    row(RiskFlag, kind="life", **facts | {"settled_how": ""})
    row(RiskFlag, kind="threat", settled_at=timezone.now(), settled_by=worker, **facts)
    if case.safe_contact:
        row(SafeContact, **facts)
    row(
        CaseFile,
        raiser=person,
        message=said,
        **stored(world, "cases.CaseFile.bytes", readers, person),
        **facts,
    )
    for verb, shown in {"raised": True, "assigned": False, "turn": True, "closed": True}.items():
        reader = (person if verb == "raised" else told) if shown else None
        row(Activity, raiser=reader, verb=verb, shown=shown, by=worker, **facts)
    row(Entry, readers=readers, office_id=case.office_id, actor_id=worker.pk, verb="case.read")


def stored(world, label, readers, person=None):
    """Return the columns of a file whose bytes in the store are a canary."""
    also = {person} if person and label in PERSON_READS else set()
    where = min(readers)
    content = f"{world.canaries.new(f'{where} {label}', readers | also)} in the file".encode()
    with store.arrival() as arriving:
        arriving.file.write(content)
        key = arriving.keep()
    return {"key": key, "content_type": PHOTO, "size": len(content), "sha256": "0" * 64}


def unsent_answers(world):
    """Create unsent answers of ada, bea, and someone without an account in another browser."""
    version = questionnaires.current_version("contact")
    for name in ("ada", "bea", "another browser"):
        readers = {f"person:{name}"}
        world.keys[name] = f"key of {name}"
        submission = world.canaries.row(
            Submission,
            readers=readers,
            version=version,
            person=world.people.get(name),
            key_hash=hash_of(world.keys[name]),
            expires_at=timezone.now() + timedelta(days=7),
        )
        world.submissions[name] = submission
        held = {"readers": readers, "submission": submission}
        world.canaries.row(SubmissionKey, key_hash=hash_of(f"further {name}"), **held)
        world.canaries.row(ResumeLink, token_hash=hash_of(f"link of {name}"), **held)
        world.canaries.row(
            SubmissionFile,
            readers=readers,
            submission=submission,
            question="files",
            **stored(world, "questionnaires.SubmissionFile.bytes", readers),
        )
