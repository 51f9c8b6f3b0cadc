"""Text that was typed on a page and not sent before the person left it: kept encrypted for a day, for the same page.

The caller names the page together with whose it is, so that nothing typed is shown to anyone else. On a device that
others use nothing outlives the visit.
"""

import json

from django.core.cache import cache
from django.http import HttpResponse
from django.utils.crypto import salted_hmac

from accounts.limits.attempts import try_once_more
from accounts.vault import KeyMissing, seal, unseal

from .shared_device import is_shared

FIELD = "half-typed"  # a form that a script sends when its page is left
KEPT_FOR = 24 * 60 * 60
MOST_BYTES = 100_000


def is_sent_by_leaving(request):
    """Return whether a script sent this form because its page was left, and not the person by a button."""
    return request.method == "POST" and FIELD in request.POST


def keep(request, name, typed):
    """Keep what was typed, by field name, and answer without a page. Without any text, forget what was kept."""
    text = json.dumps(typed)
    if not any(typed.values()):
        forget(name)
    elif not is_shared(request.session) and len(text) <= MOST_BYTES and try_once_more(request, "half_typed"):
        cache.set(_key(name), seal(text), KEPT_FOR)
    return HttpResponse(status=204)


def kept(request, name):
    """Return what was typed on this page before it was left, by field name, or {}."""
    sealed = None if is_shared(request.session) else cache.get(_key(name))
    try:
        return json.loads(unseal(sealed)) if sealed else {}
    except KeyMissing:
        return {}


def forget(name):
    """Delete what was kept of this page, once it is sent."""
    cache.delete(_key(name))


def _key(name):
    return f"half-typed:{salted_hmac('accounts.half-typed', name, algorithm='sha256').hexdigest()}"
