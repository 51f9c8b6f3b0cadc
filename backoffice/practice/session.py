"""Whether a session practises, and which of its pages belong to practice.

Pages of real work and of practice carry different form tokens. A form of the one is refused in the other, whatever tab
it is in, so that a call typed in for a real person never becomes a made-up case, nor the other way round.
"""

from django.conf import settings
from django.middleware.csrf import _does_token_match, rotate_token

from casework.cases.services.practice.office import may_practise, practice_office

# Keys of the session: who practises, and the secrets of the form tokens of the two kinds of pages.
PERSON, REAL, PRACTICE = "practice.person", "practice.real_token", "practice.token"
IN_META = "CSRF_COOKIE"  # how Django names it in `request.META`
# Pages about a person's own real access stay so while they practise.
REAL_PAGES = ("/office/team/invitations/", "/office/administration/")


def person_practising(request):
    """Return the key of the person of this request if it is for their practice office, else None."""
    path = request.path_info
    if not path.startswith("/office/") or path.startswith(REAL_PAGES):
        return None
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or PERSON not in request.session:
        return None
    user = request.user
    if request.session[PERSON] != user.pk or not (may_practise(user) and practice_office(user)):
        return None
    return user.pk


def has_ended(request):
    """Return whether this session practised on, although its person may not any more or deleted it elsewhere."""
    office = request.path_info.startswith("/office/") and not request.path_info.startswith(REAL_PAGES)
    return office and settings.SESSION_COOKIE_NAME in request.COOKIES and PERSON in request.session


def begin_session(request):
    """Let this session practise from the next request on."""
    if PERSON in request.session:
        return
    real = request.META.get(IN_META)
    rotate_token(request)
    request.META[IN_META] = request.session.get(PRACTICE) or request.META[IN_META]
    request.session.update({PERSON: request.user.pk, REAL: real, PRACTICE: request.META[IN_META]})


def end_session(request):
    """Return this session to real work. Pages that were opened before practice can be sent again."""
    if request.session.pop(PERSON, None) is None:
        return
    rotate_token(request)
    request.META[IN_META] = request.session.get(REAL) or request.META[IN_META]


def is_of_other_kind(request):
    """Return whether this form stood on a page of real work while the session practises, or the other way round."""
    other = request.session.get(REAL if PERSON in request.session else PRACTICE)
    sent = request.POST.get("csrfmiddlewaretoken") or request.headers.get("X-CSRFToken", "")
    try:
        return bool(other and _does_token_match(sent, other))
    except (AssertionError, ValueError):
        return False
