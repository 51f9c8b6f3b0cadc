"""What somebody typed and sent after their session had ended: kept for a day, for nobody but them."""

import json
from contextlib import suppress
from uuid import UUID

from .limits import try_once_more
from .models import KeptForm
from .vault import seal, unseal

MOST_BYTES = 200_000
PARAMETER = "kept"
NEVER_KEPT = {
    "csrfmiddlewaretoken",
    "password",
    "password1",
    "password2",
    "oldpassword",
    "again",
    "code",
    "credential",
}


def keep(request):
    """Keep the text fields of a form; None when there is none to keep or it is too long to keep whole."""
    sent = request.POST.lists()
    fields = [(name, value) for name, values in sent if name not in NEVER_KEPT for value in values]
    text = json.dumps(fields)
    if not fields or len(text) > MOST_BYTES or len(request.get_full_path()) > 500:
        return None
    if not try_once_more(request, "keep_form"):
        return None
    return KeptForm.objects.create(user=request.user, path=request.get_full_path(), sealed=seal(text))


def fields_of(kept):
    """(name, value) as they were sent; a name may come several times."""
    return [tuple(pair) for pair in json.loads(unseal(kept.sealed))]


def address_of(kept):
    """Where the form is sent again: the same page, told that its text need not be kept any longer."""
    joint = "&" if "?" in kept.path else "?"
    return f"{kept.path}{joint}{PARAMETER}={kept.uuid}"


def forget(user, uuid):
    """Once its text is sent again it is no longer kept. Only the person's own; anything else is nothing."""
    with suppress(ValueError):
        KeptForm.objects.filter(user=user, uuid=UUID(uuid)).delete()
