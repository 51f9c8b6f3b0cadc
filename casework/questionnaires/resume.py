"""Resuming unsent submissions by an emailed link or by signing in, and reminders before they are deleted."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.addresses import plain_address
from accounts.models import User
from body.languages import writing_in
from casework.outbox.services import post, render_mail

from .counts import count
from .journey import chosen, counting_answers
from .models import FormCount, ResumeLink, Submission, SubmissionKey, hash_of, new_key
from .services import AlreadySent, lock_submission

REMINDED_BEFORE = timedelta(days=2)
RECENTLY_SAVED = timedelta(hours=12)  # people who saved this recently have just been shown the date
REMINDED_AT_ONCE = 100
SHOWN_AT_ONCE = 20


class NotByEmail(ValueError):
    """The person has not confirmed that it is safe to email them."""


def is_unsafe(submission: Submission) -> bool:
    """Return whether they said that email is unsafe. Then proof of an address opens and lists nothing."""
    asked, given = _safe_contact(submission)
    return bool(asked) and chosen(given, asked["in"])


def may_be_mailed(submission: Submission) -> bool:
    """Return whether mail may be sent: the form does not ask, or they said that it is safe."""
    asked, given = _safe_contact(submission)
    return not asked or (bool(given) and not chosen(given, asked["in"]))


def _safe_contact(submission: Submission) -> tuple[dict, str | None]:
    definition = submission.version.definition
    asked = definition.get("case", {}).get("safe_contact", {})
    return asked, counting_answers(definition, submission.answers).get(asked.get("question", ""))


# --- By link ----------------------------------------------------------------------------------------------


@transaction.atomic
def mail_resume_link(*, submission: Submission, email: str) -> None:
    """Mail a link to these answers. The result is the same for every address. Raise AlreadySent or NotByEmail.

    Links sent to another address stop working, because that address may have been mistyped.
    """
    submission, email = lock_submission(submission), plain_address(email)
    if submission.is_sent:
        raise AlreadySent
    if not may_be_mailed(submission):
        raise NotByEmail
    submission.resume_links.exclude(email=email).delete()
    count(submission.version, FormCount.What.SAVED)
    _mail(submission, to=email, token=_new_link(submission, email=email), template="come_back")


def _new_link(submission: Submission, *, email: str, proved_at: datetime | None = None) -> str:
    """Return the token of a new link."""
    token = new_key()
    submission.resume_links.create(email=email, token_hash=hash_of(token), proved_at=proved_at)
    return token


def _mail(submission: Submission, *, to: str, token: str, template: str) -> None:
    """Queue a mail that says nothing about answers or form. Without a token it leads to the account.

    Its text is deleted once sent, because it may contain a token.
    """
    with writing_in(submission.language):
        subject = _("Your link") if template == "come_back" else _("Your reminder")
        text, html = render_mail(
            template, {"token": token, "until": timezone.localtime(submission.expires_at)}
        )
    post(to=[to], subject=subject, text=text, html=html, purpose=f"submission.{template}", secret=True)


def find_resume_link(*, token: str) -> ResumeLink | None:
    """Return the link with this token if its submission is unfinished. Looking it up does not use it."""
    return _resume_link(token_hash=hash_of(token))


def resume_link_of(*, number: int | None) -> ResumeLink | None:
    """Return the link by its key, which the session holds until the code is entered."""
    return _resume_link(pk=number) if number else None


def _resume_link(**which: object) -> ResumeLink | None:
    unfinished = ResumeLink.objects.filter(submission__in=Submission.objects.unfinished())
    found = unfinished.select_related("submission__version").filter(**which).first()
    return None if found is None or is_unsafe(found.submission) else found


@transaction.atomic
def come_back_by(*, resume_link: ResumeLink) -> str:
    """Return a new key for the browser of somebody who has entered the code mailed to this link's address."""
    ResumeLink.objects.filter(pk=resume_link.pk).update(proved_at=timezone.now())
    return give_key(submission=resume_link.submission)


def give_key(*, submission: Submission) -> str:
    """Create and return a key for one more browser. Only its hash is stored."""
    key = new_key()
    SubmissionKey.objects.create(submission=submission, key_hash=hash_of(key))
    return key


# --- By signing in ----------------------------------------------------------------------------------------


def attach_to_user(*, key: str, user: User) -> None:
    """Attach the unsent answers to the constituent who has just signed in, unless they have an owner."""
    if not user.is_staff:
        Submission.objects.held_by(key).unsent().filter(person=None).update(person=user)


def unfinished_of(*, user: User, slug: str = "") -> list[Submission]:
    """Return the submissions that this person can continue on any device, the latest first.

    Leave out those marked as unsafe to email about: whoever reads the person's mail can also sign in.
    """
    if not user.is_authenticated or user.is_staff:
        return []
    mine = Submission.objects.unfinished().filter(person=user).select_related("version")
    mine = mine.filter(version__slug=slug) if slug else mine
    shown = mine.order_by("-started_at", "-pk")[:SHOWN_AT_ONCE]
    return [submission for submission in shown if not is_unsafe(submission)]


def own_unfinished(*, user: User, uuid: UUID) -> Submission | None:
    return next((each for each in unfinished_of(user=user) if each.uuid == uuid), None)


# --- Reminders --------------------------------------------------------------------------------------------


def remind_of_deletion() -> int:
    """Mail one reminder to each person whose unsent answers are deleted soon. Return the number of mails."""
    reminded, last = 0, 0
    while keys := _to_be_reminded(after=last):
        reminded += sum(_remind(key) for key in keys)
        last = keys[-1]
    return reminded


def _to_be_reminded(*, after: int) -> list[int]:
    due = _due().filter(pk__gt=after).order_by("pk")
    return list(due.values_list("pk", flat=True)[:REMINDED_AT_ONCE])


def _due() -> QuerySet[Submission]:
    now = timezone.now()
    proved = ResumeLink.objects.exclude(proved_at=None).values("submission")
    soon = Submission.objects.unfinished().filter(
        expires_at__lte=now + REMINDED_BEFORE, saved_at__lte=now - RECENTLY_SAVED, reminded_at=None
    )
    return soon.filter(Q(pk__in=proved) | Q(person__isnull=False, person__is_active=True))


@transaction.atomic
def _remind(key: int) -> bool:
    """Mark the submission and queue the mail in one transaction. Return whether a mail was queued."""
    found = (
        _due()
        .filter(pk=key)
        .select_related("version", "person")
        .select_for_update(of=("self",), no_key=True)
        .first()
    )
    if found is None or not may_be_mailed(found):
        return False
    Submission.objects.filter(pk=key).update(reminded_at=timezone.now())
    proved = found.resume_links.exclude(proved_at=None).order_by("-proved_at").first()
    if found.person:
        to, token = found.person.email, ""
    elif proved:
        to, token = proved.email, _new_link(found, email=proved.email, proved_at=proved.proved_at)
    else:
        return False
    _mail(found, to=to, token=token, template="deleted_soon")
    return True
