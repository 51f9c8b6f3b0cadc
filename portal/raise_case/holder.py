"""Which submission this browser holds. The session knows one key for each form and nothing else."""

from django.core.validators import slug_re

from accounts.limits import try_once_more
from casework.questionnaires.services import KEPT_FOR, find_submission, start_submission


def _name(slug):
    return f"submission:{slug}"


def held_submission(request, slug):
    """The submission this browser began, sent or not; None without one, or if somebody else signed in since."""
    key = request.session.get(_name(slug)) if request.session.session_key else None
    submission = find_submission(key=key, slug=slug) if key else None
    if submission and submission.person_id not in {None, request.user.pk}:
        return None
    return submission


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
    return submission


def _member(request):
    """The Member someone came with, if the address can name one at all."""
    slug = request.GET.get("member", "")
    return slug if len(slug) <= 50 and slug_re.match(slug) else ""


def keep_as_long_as(request, *, shared):
    """On a shared device the way back to the answers ends with the browser, else when the answers do."""
    if not request.user.is_authenticated:
        request.session.set_expiry(0 if shared else int(KEPT_FOR.total_seconds()))


def let_go(request, slug):
    request.session.pop(_name(slug), None)


def signed_in(request):
    return request.user if request.user.is_authenticated else None
