"""Which submission this browser holds. The session knows one key for each form and nothing else."""

from datetime import timedelta

from django.core.validators import slug_re
from django.utils import timezone

from accounts.limits import try_once_more
from casework.questionnaires.returning import give_key, take_along, unfinished_of
from casework.questionnaires.services import discard_submission, find_submission, start_submission

A_PAUSE = timedelta(hours=1)  # after which a page says again when its answers were begun
HELD, ASIDE = "submission:", "submission-aside:"


def _name(slug):
    return f"{HELD}{slug}"


def held_submission(request, slug):
    """The submission this browser began, sent or not; None without one, or if somebody else signed in since."""
    key = request.session.get(_name(slug)) if request.session.session_key else None
    submission = find_submission(key=key, slug=slug) if key else None
    if submission and submission.person_id not in {None, request.user.pk}:
        return None
    return submission


def held_or_own(request, slug):
    """The same; for somebody who signed in on another device, what they began there."""
    return held_submission(request, slug) or next(iter(unfinished_of(user=request.user, slug=slug)), None)


def take_up(request, submission):
    """Let this browser go on with a submission that its person may open. What it held before is put aside."""
    hold(request, submission, give_key(submission=submission))


def came_back(submission):
    """Whether so long has passed since the last answer that somebody may not know these for theirs."""
    return submission.saved_at < timezone.now() - A_PAUSE


def hold(request, submission, key):
    slug = submission.version.slug
    before = request.session.get(_name(slug))
    other = held_submission(request, slug)
    if other and other.person_id is None and not other.is_sent and other != submission:
        request.session[f"{ASIDE}{slug}"] = before
    request.session[_name(slug)] = key


def aside(request, slug):
    """Other answers that were begun in this browser before it went on with these; None without any."""
    key = request.session.get(f"{ASIDE}{slug}")
    found = find_submission(key=key, slug=slug) if key else None
    return found if found and not found.is_sent and found.person_id in {None, request.user.pk} else None


def take_up_aside(request, slug):
    """Go on with what was put aside, and put aside what was held."""
    session = request.session
    session[_name(slug)], session[f"{ASIDE}{slug}"] = session.get(f"{ASIDE}{slug}"), session.get(_name(slug))


def tie_to(user, session):
    """Tie all answers that this browser holds to the person who has just signed in."""
    for name, key in session.items():
        if name.startswith((HELD, ASIDE)) and key:
            take_along(key=key, user=user)


class TooMany(Exception):
    """One network began more forms, or sent more files, than people who share it would."""


def may(request, act):
    """Count one more form begun or file sent from this network. Raises TooMany."""
    if not try_once_more(request, act):
        raise TooMany


def hold_new_submission(request, version):
    """Begin to keep answers, and let this browser find them again for as long as we keep them. Raises TooMany."""
    may(request, "begin_submission")
    submission, key = start_submission(version=version, by=signed_in(request), member_slug=_member(request))
    request.session[_name(version.slug)] = key
    keep_as_long_as(request, submission, shared=False)
    return submission


def _member(request):
    """The Member someone came with, if the address can name one at all."""
    slug = request.GET.get("member", "")
    return slug if len(slug) <= 50 and slug_re.match(slug) else ""


def keep_as_long_as(request, submission, *, shared):
    """On a shared device the way back to the answers ends with the browser, else when the answers do."""
    if not request.user.is_authenticated:
        request.session.set_expiry(0 if shared else submission.expires_at)


def discard_unsent(request):
    """Forget every form that this browser began and did not send, unless its person keeps another way to it."""
    for name in [name for name in request.session.keys() if name.startswith(HELD)]:  # noqa: SIM118
        submission = held_submission(request, name.removeprefix(HELD))
        if submission and not submission.is_sent and not has_way_back(submission):
            discard_submission(submission=submission)


def has_way_back(submission):
    """Whether somebody finds these answers again without this browser: by an emailed link, or by signing in."""
    return submission.person_id is not None or submission.ways_back.exists()


def let_go(request, slug):
    request.session.pop(_name(slug), None)


def signed_in(request):
    return request.user if request.user.is_authenticated else None
