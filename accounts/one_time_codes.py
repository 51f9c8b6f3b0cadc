"""One-time codes: drawn at random, stored as an HMAC and compared in constant time.

Each code has a purpose and a subject, such as the address it was sent to. It fits nothing else.
"""

import secrets
import time
from dataclasses import dataclass

from django.utils.crypto import constant_time_compare, salted_hmac

from accounts.limits import attempts
from ui.text import fold

DIGITS = 8
MINUTES = 15


def draw(length: int = DIGITS, alphabet: str = "0123456789") -> str:
    """Return that many random characters."""
    return "".join(secrets.choice(alphabet) for _n in range(length))


def hmac_of(code: str, *, purpose: str, subject: object) -> str:
    """Return the hex HMAC-SHA256 that is stored instead of the code. Case, spaces and dashes do not matter."""
    plain = "".join(character for character in fold(code).upper() if character.isalnum())
    return salted_hmac(f"one_time_code.{purpose}", f"{subject}:{plain}", algorithm="sha256").hexdigest()


def fits(typed: str, stored: str, *, purpose: str, subject: object) -> bool:
    """Return whether this is the code whose HMAC is stored."""
    return constant_time_compare(stored, hmac_of(typed, purpose=purpose, subject=subject))


@dataclass(frozen=True)
class SessionCode:
    """A code that a browser waits for. Its session stores the HMAC, the subject and the time, never the code."""

    purpose: str
    digits: int = DIGITS
    minutes: int = MINUTES

    @property
    def key(self):
        return f"one_time_code.{self.purpose}"

    def start(self, request, subject):
        """Return a new code, which replaces an earlier one of this session."""
        code = draw(self.digits)
        stored = hmac_of(code, purpose=self.purpose, subject=subject)
        request.session[self.key] = {"subject": subject, "hmac": stored, "at": time.time()}
        return code

    def subject(self, request):
        """Return what the code of this session was made for, or None if there is none or it expired."""
        stored = request.session.get(self.key)
        if not stored or time.time() - stored["at"] > self.minutes * 60:
            return None
        return stored["subject"]

    def may_try(self, request):
        """Count one try in the shared cache, so that parallel guesses count too. Return the Tried."""
        return attempts.try_code(request, request.session.get(self.key, {}).get("hmac", "none"))

    def matches(self, request, typed):
        subject = self.subject(request)
        if subject is None:
            return False
        stored = request.session[self.key]["hmac"]
        return fits(typed, stored, purpose=self.purpose, subject=subject)

    def forget(self, request):
        request.session.pop(self.key, None)
