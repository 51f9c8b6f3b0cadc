"""The body as every part of the service reads it: looked up every few seconds, so that a page costs no query for it."""

import time
from contextlib import suppress

from django.conf import settings
from django.db import DatabaseError

from .models import Body

NEVER = float("-inf")


class Known:
    """The facts that this process has, and when it looked them up."""

    def __init__(self):
        self.body, self.at = Body(), NEVER


_known = Known()


def current_body() -> Body:
    """Return the body, at most BODY_LOOKED_UP_EVERY seconds old; without a database, the one known last."""
    if time.monotonic() - _known.at >= settings.BODY_LOOKED_UP_EVERY:
        with suppress(DatabaseError):
            _known.body = look_up()
        _known.at = time.monotonic()
    return _known.body


def look_up() -> Body:
    """Return the stored body, or before `set_up` one that is made of the defaults."""
    return Body.objects.first() or Body()


def forget() -> None:
    """Look the body up again when someone next asks."""
    _known.at = NEVER
