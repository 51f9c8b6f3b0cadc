"""Text that a person sent after their session had ended: stored for them alone, for a day."""

import json
import re
from contextlib import suppress
from uuid import UUID

from django.core.cache import cache

from accounts.limits.attempts import try_once_more
from accounts.models import UnsentText
from accounts.vault import seal, unseal

from .shared_device import is_shared

MOST_BYTES = 200_000
PARAMETER = "kept"
SENT_AGAIN = "sent-again"  # a field of the page that offers the text: another page corrects what was refused
FORM = "application/x-www-form-urlencoded"
FAILED = 500
A_REQUEST = 60  # seconds; longer than one takes
# Fields of our own forms that nobody typed, and values of choices: they go along, and are not shown.
FOR_MACHINES = {"draft", "files_kept", "list", "looked_at", "office", "once", "page", "seen", "version"}
OF_THE_EDITOR = re.compile(
    r"loaded_revision_\w+|.*-(count|order|id|type|deleted)"
)  # Wagtail's, of a page and its blocks
CHOICE = re.compile(r"[a-z][a-z0-9_-]*")
NEVER_KEPT = {
    "csrfmiddlewaretoken",
    "password",
    "password1",
    "password2",
    "oldpassword",
    "again",
    "code",
    "credential",
    "half-typed",
    SENT_AGAIN,
}


def typed_in(request):
    """Return the text fields of a form that was sent, as pairs of name and value, without secrets."""
    sent = request.POST.lists()
    return [(name, value) for name, values in sent if name not in NEVER_KEPT for value in values]


def texts_of(fields):
    """Return the values that a person wrote, out of (name, value) pairs: no names, nothing that only machines read."""
    return [
        value
        for name, value in fields
        if value
        and not CHOICE.fullmatch(value)
        and name not in FOR_MACHINES
        and not OF_THE_EDITOR.fullmatch(name)
    ]


def is_from_here(request):
    """Return whether one of our own pages sent this form: what another site sends is never offered for sending."""
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"


def to_show_again(request):
    """Return the typed text for a page that carries it in a form of its own, or [] if it is not a form of ours.

    Where there is no account or no session to keep it for, the page that says so is where the text lives on.
    """
    is_work = request.method == "POST" and request.resolver_match and request.resolver_match.namespace
    fields = typed_in(request) if is_work and is_from_here(request) else []
    return fields if any(value for name, value in fields if name not in FOR_MACHINES) else []


def keep(request):
    """Store the text fields of a form. Return None if there are none or they are too long to store whole.

    On a device that others use nothing outlives the visit, so nothing is stored. Nor is what was typed in practice: a
    new session begins in real work.
    """
    if is_shared(request.session) or getattr(request, "is_practice", False):
        return None
    fields = typed_in(request)
    text = json.dumps(fields)
    if not fields or len(text) > MOST_BYTES or len(request.get_full_path()) > 500:
        return None
    if not try_once_more(request, "keep_form"):
        return None
    return UnsentText.objects.create(user=request.user, path=request.get_full_path(), sealed=seal(text))


def fields_of(kept):
    """Return (name, value) pairs as sent; a name may occur several times."""
    return [tuple(pair) for pair in json.loads(unseal(kept.sealed))]


def address_of(kept):
    """Return the URL to which the form is sent again. It names the stored text, which is then deleted."""
    joint = "&" if "?" in kept.path else "?"
    return f"{kept.path}{joint}{PARAMETER}={kept.uuid}"


def is_second_press(request):
    """Return whether a text is sent again that was sent already, from the same page or in another tab.

    A second press while the first is under way counts, too.
    """
    uuid = _named(request)
    if uuid is None or request.content_type != FORM or SENT_AGAIN not in request.POST:
        return False
    there = UnsentText.objects.filter(user=request.user, uuid=uuid).exists()
    return not (there and cache.add(_press(uuid), True, A_REQUEST))


def note_sent(request, response):
    """Delete the person's own stored text once it is sent again. Keep it if the service failed."""
    uuid = _named(request)
    if uuid is None:
        return
    if response.status_code < FAILED:
        UnsentText.objects.filter(user=request.user.pk, uuid=uuid).delete()
    cache.delete(_press(uuid))


def _press(uuid):
    return f"sent-again:{uuid}"


def _named(request):
    """Return the UUID of the stored text that this request sends again, or None."""
    if request.method == "POST" and PARAMETER in request.GET:
        with suppress(ValueError):
            return UUID(request.GET[PARAMETER])
    return None
