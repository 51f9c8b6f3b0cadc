"""The key of the current submission in the session. The session contains one key for each form and no answers."""

from datetime import timedelta

from django.core.validators import slug_re
from django.utils import timezone
from django.utils.translation import get_language

from accounts.limits.attempts import try_once_more
from casework.questionnaires.resume import attach_to_user, give_key, unfinished_of
from casework.questionnaires.services import discard_submission, find_submission, start_submission

PAUSE = timedelta(hours=1)  # after which a page shows again when its answers were started
KEY_PREFIX, OTHER_PREFIX = "submission:", "submission-aside:"


def _session_key(slug):
    return f"{KEY_PREFIX}{slug}"


def current_submission(request, slug):
    """Return the submission of this browser, sent or not; None without one or if it is tied to another account."""
    key = request.session.get(_session_key(slug)) if request.session.session_key else None
    submission = find_submission(key=key, slug=slug) if key else None
    if submission and submission.person_id not in {None, request.user.pk}:
        return None
    return submission


def current_or_own(request, slug):
    """Return the submission of this browser, or else the newest unsent one of the signed-in person, or None."""
    return current_submission(request, slug) or next(iter(unfinished_of(user=request.user, slug=slug)), None)


def continue_here(request, submission):
    """Make a submission of this person current in this browser. An unsent one that was current stays available."""
    store_key(request, submission, give_key(submission=submission))


def is_after_pause(submission):
    """Return whether more than an hour has passed since the last answer, so that the page shows when it was
    started.
    """
    return submission.saved_at < timezone.now() - PAUSE


def store_key(request, submission, key):
    """Store the key of a submission in the session. Keep the key of an unsent one that was current."""
    slug = submission.version.slug
    before = request.session.get(_session_key(slug))
    other = current_submission(request, slug)
    if other and other.person_id is None and not other.is_sent and other != submission:
        request.session[f"{OTHER_PREFIX}{slug}"] = before
    request.session[_session_key(slug)] = key


def other_submission(request, slug):
    """Return the other unsent submission that was started in this browser, or None."""
    key = request.session.get(f"{OTHER_PREFIX}{slug}")
    found = find_submission(key=key, slug=slug) if key else None
    return found if found and not found.is_sent and found.person_id in {None, request.user.pk} else None


def switch_to_other(request, slug):
    """Swap the current and the other submission."""
    session = request.session
    session[_session_key(slug)], session[f"{OTHER_PREFIX}{slug}"] = (
        session.get(f"{OTHER_PREFIX}{slug}"),
        session.get(_session_key(slug)),
    )


def tie_to_user(user, session):
    """Tie all submissions of this session to the user who has just signed in."""
    for name, key in session.items():
        if name.startswith((KEY_PREFIX, OTHER_PREFIX)) and key:
            attach_to_user(key=key, user=user)


class TooMany(Exception):
    """The limit of submissions or files from one network was exceeded."""


def count_attempt(request, act):
    """Count one submission or file of this network. Raise TooMany above the limit."""
    if not try_once_more(request, act):
        raise TooMany


def start_submission_here(request, version):
    """Create a submission and store its key in the session. Raise TooMany above the limit."""
    count_attempt(request, "begin_submission")
    submission, key = start_submission(
        version=version,
        by=user_or_none(request),
        member_slug=_slug(request, "member"),
        borough_slug=_slug(request, "borough"),
        language=get_language(),
    )
    request.session[_session_key(version.slug)] = key
    set_session_expiry(request, submission, shared=False)
    return submission


def _slug(request, name):
    """Return the slug that the query string names, or "" if it is no slug."""
    slug = request.GET.get(name, "")
    return slug if len(slug) <= 50 and slug_re.match(slug) else ""


def set_session_expiry(request, submission, *, shared):
    """Let an anonymous session end with the browser on a shared device, and else with the answers."""
    if not request.user.is_authenticated:
        request.session.set_expiry(0 if shared else submission.expires_at)


def discard_unsent(request):
    """Discard every unsent submission of this browser that can't be reached in another way."""
    for name in [name for name in request.session.keys() if name.startswith(KEY_PREFIX)]:  # noqa: SIM118
        submission = current_submission(request, name.removeprefix(KEY_PREFIX))
        if submission and not submission.is_sent and not has_resume_link(submission):
            discard_submission(submission=submission)


def has_resume_link(submission):
    """Return whether the answers can be reached without this browser, by an emailed link or an account."""
    return submission.person_id is not None or submission.resume_links.exists()


def forget_key(request, slug):
    request.session.pop(_session_key(slug), None)


def user_or_none(request):
    return request.user if request.user.is_authenticated else None
