"""Publishing a questionnaire, and keeping a person's answers until they are sent or forgotten."""

from dataclasses import asdict
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Max, QuerySet
from django.utils import timezone

from accounts.models import User
from casework.files import store
from casework.files.intake import TakenIn

from .answers import CaseAnswers
from .definition import validate
from .events import published
from .models import Submission, SubmissionFile, Version, hash_of, new_key

KEPT_FOR = timedelta(days=7)
EXPIRED_AT_ONCE = 200


class AlreadySent(ValueError):
    """The answers went off before this change came; they are a case now."""


@transaction.atomic
def publish(*, slug: str, definition: dict[str, Any], by: User | None) -> Version:
    """Make this definition the current version of the form. Raises InvalidDefinition; earlier versions stay."""
    validate(definition)
    latest = Version.objects.filter(slug=slug).aggregate(Max("number"))["number__max"] or 0
    version = Version(slug=slug, number=latest + 1, definition=definition, published_by=by)
    version.full_clean()
    version.save()
    published.send(sender=Version, version=version)
    return version


def current_version(slug: str) -> Version | None:
    """The version that someone who starts today is asked."""
    return Version.objects.filter(slug=slug).order_by("-number").first()


def close_form(*, slug: str) -> bool:
    """Let nobody begin on this form any more; who began finishes. Publishing it again opens it. Whether it was open."""
    current = current_version(slug)
    open_ones = Version.objects.filter(pk=current.pk if current else None, closed_at=None)
    return bool(open_ones.update(closed_at=timezone.now()))


def start_submission(*, version: Version, by: User | None, member_slug: str = "") -> tuple[Submission, str]:
    """A new, empty submission and the key that opens it. The key is told once and not kept."""
    key, now = new_key(), timezone.now()
    submission = Submission(
        version=version,
        key_hash=hash_of(key),
        person=_person(by),
        member_slug=member_slug,
        started_at=now,
        saved_at=now,
        expires_at=now + KEPT_FOR,
    )
    submission.full_clean()
    submission.save()
    return submission, key


def find_submission(*, key: str, slug: str) -> Submission | None:
    """The submission that this key opens, sent or not."""
    found = Submission.objects.held_by(key).filter(version__slug=slug, expires_at__gt=timezone.now())
    return found.select_related("version").first()


def lock_submission(submission: Submission) -> Submission:
    """The submission as it is now, held until the transaction ends, so that no tab undoes another."""
    return Submission.objects.select_related("version").select_for_update(of=("self",)).get(pk=submission.pk)


@transaction.atomic
def save_answers(
    *, submission: Submission, step: str, answers: dict[str, Any], by: User | None
) -> Submission:
    """Keep the answers of one step. Raises AlreadySent."""
    submission = lock_submission(submission)
    if submission.is_sent:
        raise AlreadySent
    submission.answers = submission.answers | {step: answers}
    submission.saved_at = timezone.now()
    submission.person = submission.person or _person(by)
    submission.save(update_fields=["answers", "saved_at", "person"])
    return submission


@transaction.atomic
def add_file(*, submission: Submission, question: str, taken: TakenIn, most: int) -> SubmissionFile | None:
    """Keep a file that is in the store with the answers; None, and the bytes gone, if there are `most` already.

    The same file once more is the one that stands already: whoever did not hear our answer sends it again.
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
    """Take a file out again, bytes and all. One that is gone already is no error. Raises AlreadySent."""
    submission = lock_submission(submission)
    if submission.is_sent:
        raise AlreadySent
    _forget(submission.files.filter(uuid=file))


@transaction.atomic
def discard_submission(*, submission: Submission) -> None:
    """Forget everything someone answered; a case that was made of it stays."""
    _forget(submission.files.all())
    submission.delete()


def expire_submissions() -> int:
    """Forget what was not sent in time, files and all, and what is left of what was sent. How many went.

    In small transactions: what one that was killed leaves behind, the next run takes.
    """
    gone = 0
    while some := _expire_some():
        gone += some
    return gone


@transaction.atomic
def _expire_some() -> int:
    expired = Submission.objects.expired().select_for_update(skip_locked=_can_skip())
    keys = list(expired.order_by("expires_at", "pk").values_list("pk", flat=True)[:EXPIRED_AT_ONCE])
    _forget(SubmissionFile.objects.filter(submission__in=keys))
    Submission.objects.filter(pk__in=keys).delete()
    return len(keys)


def _can_skip() -> bool:
    return connection.features.has_select_for_update_skip_locked


def _forget(files: QuerySet[SubmissionFile]) -> None:
    """Delete the rows now and the bytes once that is certain."""
    for key in files.values_list("key", flat=True):
        transaction.on_commit(partial(store.delete, key))
    files.delete()


def _person(user: User | None) -> User | None:
    """The constituent who answers; staff who try a form out own no submission."""
    return None if user is None or user.is_staff else user


def claim_submission(*, submission: Submission, answers: CaseAnswers) -> bool:
    """Mark the submission as sent. True for exactly one caller; in the same transaction the case is made.

    The answers leave with the claim: from here on they stand in the case, behind the wall.
    """
    receipt = {
        "member": answers.member_slug,
        "shared_device": answers.shared_device,
        "safe_to_email": answers.safe_to_email,
        "by_email": bool(answers.email),
        "for_somebody": answers.represented is not None,
        "risks": answers.risks,
    }
    return bool(
        Submission.objects.unsent()
        .filter(pk=submission.pk)
        .update(submitted_at=timezone.now(), answers={}, receipt=receipt)
    )
