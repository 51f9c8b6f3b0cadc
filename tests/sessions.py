"""Sessions of browsers that end while a page is open."""

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore

from accounts.middleware import SEEN_AT


def end_session_of(page):
    """Let the session of this browser be over, as after half an hour without a request."""
    name = settings.SESSION_COOKIE_NAME
    [key] = [cookie["value"] for cookie in page.context.cookies() if cookie["name"] == name]
    session = SessionStore(key)
    session[SEEN_AT] -= settings.SESSION_IDLE_SECONDS
    session.save()
    return name
