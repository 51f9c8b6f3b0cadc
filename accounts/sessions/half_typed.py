"""Text that was typed on a page and not sent before the person left it: kept encrypted for a day, for the same page.

The caller names the page together with whose it is, so that nothing typed is shown to anyone else. Or it names the page
alone (`keep_as_own`): then the text belongs to the account, or without one to the visit, which ends with the browser.
On a device that others use nothing outlives the visit.
"""

import json
import secrets

from django.core.cache import cache
from django.http import HttpResponse
from django.utils.crypto import salted_hmac

from accounts.limits.attempts import try_once_more
from accounts.vault import KeyMissing, seal, unseal

from .shared_device import is_shared

FIELD = "half-typed"  # a form that a script sends when its page is left
VISIT = "half_typed.visit"  # what the session calls the visit
KEPT_FOR = 24 * 60 * 60
MOST_BYTES = 100_000


def is_sent_by_leaving(request):
    """Return whether a script sent this form because its page was left, and not the person by a button."""
    return request.method == "POST" and FIELD in request.POST


def keeps(view):
    """Mark a view that keeps what is sent by leaving and does nothing else with it, also after the session ended."""
    view.keeps_half_typed = True
    return view


def only_keeps(view, request):
    """Return whether this request does no more than to keep what was typed."""
    return is_sent_by_leaving(request) and getattr(view, "keeps_half_typed", False)


def keep(request, name, typed):
    """Keep what was typed, by field name, and answer without a page. Without any text, forget what was kept."""
    if any(typed.values()):
        if (sealed := _sealed(request, typed)) is not None:
            cache.set(_key(name), sealed, KEPT_FOR)
    else:
        forget(name)
    return HttpResponse(status=204)


def keep_as_own(request, page, typed):
    """Keep what was typed for the signed-in person, or else for this visit. Answer like `keep`."""
    if any(typed.values()):
        if (sealed := _sealed(request, typed)) is not None:
            if not request.user.is_authenticated:
                _begin_visit(request)
            cache.set(_key(own_names(request, page)[0]), sealed, KEPT_FOR)
    else:
        forget(*own_names(request, page))
    return HttpResponse(status=204)


def kept(request, *names):
    """Return what was typed on this page before it was left, by field name, or {}. The first name with text counts."""
    if not names or is_shared(request.session):
        return {}
    keys = [_key(name) for name in names]
    found = cache.get_many(keys)
    sealed = next((found[key] for key in keys if key in found), None)
    try:
        return json.loads(unseal(sealed)) if sealed else {}
    except KeyMissing:
        return {}


def forget(*names):
    """Delete what was kept of this page, once it is sent."""
    cache.delete_many([_key(name) for name in names])


def own_names(request, page):
    """Return the names of a page that may hold text of this person: of the account, then of the visit before it."""
    user, visit = request.user, request.session.get(VISIT)
    account = [f"{page} account {user.pk}"] if user.is_authenticated else []
    return account + ([f"{page} visit {visit}"] if visit else [])


def end_visit(request):
    """Let nobody see again what was typed in this visit without an account."""
    request.session.pop(VISIT, None)


def _sealed(request, typed):
    """Return the encrypted text, or None on a shared device, for too much text, or over the limit of one network."""
    text = json.dumps(typed)
    if is_shared(request.session) or len(text) > MOST_BYTES or not try_once_more(request, "half_typed"):
        return None
    return seal(text)


def _begin_visit(request):
    """Name this visit in its session. A session that is new ends with the browser: others may use the device."""
    if VISIT not in request.session:
        if request.session.session_key is None:
            request.session.set_expiry(0)
        request.session[VISIT] = secrets.token_hex(16)


def _key(name):
    return f"half-typed:{salted_hmac('accounts.half-typed', name, algorithm='sha256').hexdigest()}"
