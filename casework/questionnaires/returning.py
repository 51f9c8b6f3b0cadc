"""Coming back to answers that were not sent: by an emailed link, by signing in, and in time before they are deleted."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.addresses import plain_address
from accounts.models import User
from casework.outbox.services import post, render_mail

from .journey import chosen, counting_answers
from .models import Submission, SubmissionKey, WayBack, hash_of, new_key
from .services import AlreadySent, lock_submission

REMINDED_BEFORE = timedelta(days=2)
AT_WORK = timedelta(hours=12)  # whoever saved something so lately was shown the day just then
REMINDED_AT_ONCE = 100
SHOWN_AT_ONCE = 20


class NotByEmail(ValueError):
    """The person has not said that it is safe to email them."""


def is_unsafe(submission: Submission) -> bool:
    """Whether they said that it is not safe to email them: then proof of an address opens and lists nothing."""
    asked, given = _safe_contact(submission)
    return bool(asked) and chosen(given, asked["in"])


def may_be_mailed(submission: Submission) -> bool:
    """Whether mail may go out about these answers: the form does not ask, or they said that it is safe."""
    asked, given = _safe_contact(submission)
    return not asked or (bool(given) and not chosen(given, asked["in"]))


def _safe_contact(submission: Submission) -> tuple[dict, str | None]:
    definition = submission.version.definition
    asked = definition.get("case", {}).get("safe_contact", {})
    return asked, counting_answers(definition, submission.answers).get(asked.get("question", ""))


# --- By link ----------------------------------------------------------------------------------------------


@transaction.atomic
def mail_way_back(*, submission: Submission, email: str) -> None:
    """Mail a link to these answers, alike to every address. Raises AlreadySent and NotByEmail.

    Links that went to another address stop working: it may have been mistyped.
    """
    submission, email = lock_submission(submission), plain_address(email)
    if submission.is_sent:
        raise AlreadySent
    if not may_be_mailed(submission):
        raise NotByEmail
    submission.ways_back.exclude(email=email).delete()
    _mail(submission, to=email, link=_new_link(submission, email=email), template="come_back")


def _new_link(submission: Submission, *, email: str, proved_at: datetime | None = None) -> str:
    token = new_key()
    submission.ways_back.create(email=email, token_hash=hash_of(token), proved_at=proved_at)
    return settings.BASE_URL + reverse("portal:come_back", args=[token])


def _mail(submission: Submission, *, to: str, link: str, template: str) -> None:
    """A mail without a word of the answers, nor of the form. Its text holds a token, so it goes once it is sent."""
    subject = _("Your link") if template == "come_back" else _("Your reminder")
    text, html = render_mail(template, {"link": link, "until": timezone.localtime(submission.expires_at)})
    post(to=[to], subject=subject, text=text, html=html, purpose=f"submission.{template}", secret=True)


def find_way_back(*, token: str) -> WayBack | None:
    """The link that this token belongs to, while there is something to go on with. Looking uses nothing up."""
    return _way_back(token_hash=hash_of(token))


def way_back_of(*, number: int | None) -> WayBack | None:
    """The same, by the number that a session holds while its person looks for the code."""
    return _way_back(pk=number) if number else None


def _way_back(**which: object) -> WayBack | None:
    unfinished = WayBack.objects.filter(submission__in=Submission.objects.unfinished())
    found = unfinished.select_related("submission__version").filter(**which).first()
    return None if found is None or is_unsafe(found.submission) else found


@transaction.atomic
def come_back_by(*, way_back: WayBack) -> str:
    """A key for the browser of somebody who has just shown that they read the mailbox of this link."""
    WayBack.objects.filter(pk=way_back.pk).update(proved_at=timezone.now())
    return give_key(submission=way_back.submission)


def give_key(*, submission: Submission) -> str:
    """A key for one more browser. It is told once and not kept."""
    key = new_key()
    SubmissionKey.objects.create(submission=submission, key_hash=hash_of(key))
    return key


# --- By signing in ----------------------------------------------------------------------------------------


def take_along(*, key: str, user: User) -> None:
    """Tie the answers that this key opens to the constituent who has just signed in. Somebody else's stay theirs."""
    if not user.is_staff:
        Submission.objects.held_by(key).unsent().filter(person=None).update(person=user)


def unfinished_of(*, user: User, slug: str = "") -> list[Submission]:
    """What this person can go on with on any device, the last begun first.

    Never what they called unsafe to email about: whoever reads their mail can sign in as well.
    """
    if not user.is_authenticated or user.is_staff:
        return []
    mine = Submission.objects.unfinished().filter(person=user).select_related("version")
    mine = mine.filter(version__slug=slug) if slug else mine
    shown = mine.order_by("-started_at", "-pk")[:SHOWN_AT_ONCE]
    return [submission for submission in shown if not is_unsafe(submission)]


def own_unfinished(*, user: User, uuid: UUID) -> Submission | None:
    return next((each for each in unfinished_of(user=user) if each.uuid == uuid), None)


# --- In time ----------------------------------------------------------------------------------------------


def remind_of_deletion() -> int:
    """Mail everybody whose unsent answers are deleted soon and whose address was proved, once. How many mails."""
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
    proved = WayBack.objects.exclude(proved_at=None).values("submission")
    soon = Submission.objects.unfinished().filter(
        expires_at__lte=now + REMINDED_BEFORE, saved_at__lte=now - AT_WORK, reminded_at=None
    )
    return soon.filter(Q(pk__in=proved) | Q(person__isnull=False, person__is_active=True))


@transaction.atomic
def _remind(key: int) -> bool:
    """The mark and the mail in one transaction: a worker that is killed did both or neither."""
    found = _due().filter(pk=key).select_related("version", "person").select_for_update(of=("self",)).first()
    if found is None or not may_be_mailed(found):
        return False
    Submission.objects.filter(pk=key).update(reminded_at=timezone.now())
    proved = found.ways_back.exclude(proved_at=None).order_by("-proved_at").first()
    if found.person:
        to, link = found.person.email, settings.BASE_URL + reverse("portal:my_cases")
    elif proved:
        to, link = proved.email, _new_link(found, email=proved.email, proved_at=proved.proved_at)
    else:
        return False
    _mail(found, to=to, link=link, template="deleted_soon")
    return True
