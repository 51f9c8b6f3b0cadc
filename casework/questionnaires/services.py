"""Publishing of questionnaires, and storage of answers until they are sent or expire."""

from dataclasses import asdict
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Max, QuerySet
from django.utils import timezone

from accounts.models import User
from accounts.prepared import Prepared
from casework.checking import check_row
from casework.files import store
from casework.files.intake import TakenIn

from . import counts
from .answers import CaseAnswers
from .events import published
from .journey import with_entry
from .models import Submission, SubmissionFile, Version, hash_of, new_key
from .rules.problems import validate

KEPT_FOR = timedelta(days=7)
EXPIRED_AT_ONCE = 200


class AlreadySent(ValueError):
    """The submission has already been sent and is a case now."""


@transaction.atomic
def publish(*, slug: str, definition: dict[str, Any], by: User | None) -> Version:
    """Make this definition the current version of the form. Raise InvalidDefinition. Earlier versions stay."""
    validate(definition)
    latest = Version.objects.filter(slug=slug).aggregate(Max("number"))["number__max"] or 0
    version = Version(slug=slug, number=latest + 1, definition=definition, published_by=by)
    version.full_clean()
    version.save()
    published.send(sender=Version, version=version)
    return version


def current_version(slug: str) -> Version | None:
    """Return the version that new submissions use."""
    return Version.objects.filter(slug=slug).order_by("-number").first()


def close_form(*, slug: str) -> bool:
    """Close the form to new submissions; unfinished ones can be sent. Publishing reopens it. Return if it was open."""
    current = current_version(slug)
    open_ones = Version.objects.filter(pk=current.pk if current else None, closed_at=None)
    return bool(open_ones.update(closed_at=timezone.now()))


def start_submission(
    *, version: Version, by: User | None, member_slug: str = "", borough_slug: str = "", language: str = ""
) -> tuple[Submission, str]:
    """Create an empty submission. Return it and the key that opens it; only the key's hash is stored."""
    key, now = new_key(), timezone.now()
    submission = Submission(
        version=version,
        key_hash=hash_of(key),
        person=_person(by),
        member_slug=member_slug,
        borough_slug=borough_slug,
        language=language,
        started_at=now,
        saved_at=now,
        expires_at=now + KEPT_FOR,
    )
    check_row(submission)
    submission.save()
    counts.count(version, counts.What.STARTED)
    return submission, key


def find_submission(*, key: str, slug: str) -> Submission | None:
    """Return the submission that this key opens, sent or not, or None."""
    return next(iter(FOUND.rows(key_hash=hash_of(key), slug=slug, now=timezone.now())), None)


def _found(*, key_hash: str, slug: str, now: datetime) -> QuerySet[Submission]:
    found = Submission.objects.with_hash(key_hash).filter(version__slug=slug, expires_at__gt=now)
    return found.select_related("version").order_by("pk")


FOUND = Prepared(_found)


def lock_submission(submission: Submission) -> Submission:
    """Return the current row, locked until the transaction ends, so that two tabs do not overwrite each other.

    It keeps the version that was read before, with its definition: a submission never changes to another one.
    """
    locked = Submission.objects.select_for_update(no_key=True).get(pk=submission.pk)
    locked.version = submission.version
    return locked


@transaction.atomic
def save_answers(
    *, submission: Submission, step: str, answers: dict[str, Any], by: User | None, language: str = ""
) -> Submission:
    """Store the answers of one step, and the language they were given in. Raise AlreadySent."""
    submission = lock_submission(submission)
    if submission.is_sent:
        raise AlreadySent
    if step not in submission.answers:
        counts.count(submission.version, counts.What.ANSWERED, step=step)
    submission.answers = submission.answers | {step: answers}
    submission.saved_at = timezone.now()
    submission.person = submission.person or _person(by)
    submission.language = language or submission.language
    submission.save(update_fields=["answers", "saved_at", "person", "language"])
    return submission


@transaction.atomic
def save_entry(
    *,
    submission: Submission,
    step: str,
    group: str,
    entry: str,
    answers: dict[str, Any] | None,
    by: User | None,
    language: str = "",
) -> Submission:
    """Add an entry to a group, replace the one with this id, or with None remove it. Raise AlreadySent.

    The others are read under the lock, so that two tabs do not lose what the other added.
    """
    submission = lock_submission(submission)
    before = submission.answers.get(step, {}).get(group) or []
    after = with_entry(before, entry, answers)
    return save_answers(submission=submission, step=step, answers={group: after}, by=by, language=language)


@transaction.atomic
def add_file(*, submission: Submission, question: str, taken: TakenIn, most: int) -> SubmissionFile | None:
    """Add a stored file to the answers. Return None, and delete its bytes, if there are `most` already.

    If the same file is there, return that: the response to the first upload may have been lost. Raise AlreadySent.
    """
    submission = lock_submission(submission)
    if submission.is_sent:
        store.delete(taken.key)
        raise AlreadySent
    same = submission.files.filter(question=question, name=taken.name, sha256=taken.sha256).first()
    if same is not None:
        store.delete(taken.key)
        return same
    if submission.files.filter(question=question).count() >= most:
        store.delete(taken.key)
        return None
    return submission.files.create(question=question, **asdict(taken))


@transaction.atomic
def remove_file(*, submission: Submission, file: UUID) -> None:
    """Remove a file and its bytes, if it exists. Raise AlreadySent."""
    submission = lock_submission(submission)
    if submission.is_sent:
        raise AlreadySent
    _delete_files(submission.files.filter(uuid=file))


@transaction.atomic
def discard_submission(*, submission: Submission) -> None:
    """Delete a submission with its files. A case opened from it stays."""
    _delete_files(submission.files.all())
    submission.delete()


def expire_submissions() -> int:
    """Delete expired submissions with their files, in small transactions. Return how many."""
    gone = 0
    while some := _expire_some():
        gone += some
    return gone


@transaction.atomic
def _expire_some() -> int:
    expired = Submission.objects.expired().select_for_update(skip_locked=_can_skip())
    keys = list(expired.order_by("expires_at", "pk").values_list("pk", flat=True)[:EXPIRED_AT_ONCE])
    counts.count_left(Submission.objects.unsent().filter(pk__in=keys).select_related("version"))
    _delete_files(SubmissionFile.objects.filter(submission__in=keys))
    Submission.objects.filter(pk__in=keys).delete()
    return len(keys)


def _can_skip() -> bool:
    return connection.features.has_select_for_update_skip_locked


def _delete_files(files: QuerySet[SubmissionFile]) -> None:
    """Delete the rows now and the bytes after the commit."""
    for key in files.values_list("key", flat=True):
        transaction.on_commit(partial(store.delete, key))
    files.delete()


def _person(user: User | None) -> User | None:
    """Return the constituent who answers, or None for staff, who own no submission."""
    return None if user is None or user.is_staff else user


def mark_submission_sent(*, submission: Submission, answers: CaseAnswers) -> bool:
    """Mark the submission as sent and empty its answers. Return True for exactly one caller.

    The caller opens the case in the same transaction: from then on only the case holds the answers, behind the wall.
    """
    receipt = {
        "member": answers.member_slug,
        "shared_device": answers.shared_device,
        "safe_to_email": answers.safe_to_email,
        "by_email": bool(answers.email),
        "for_somebody": answers.authority is not None,
        "risks": answers.risks,
    }
    sent = {"submitted_at": timezone.now(), "answers": {}, "receipt": receipt}
    marked = bool(Submission.objects.unsent().filter(pk=submission.pk).update(**sent))
    if marked:
        for name, value in sent.items():
            setattr(submission, name, value)
        counts.count(submission.version, counts.What.SENT)
    return marked
