"""Codes of authenticator apps are taken once. allauth forgets a used code before the code itself runs out."""

import time

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp

from .models import AppCodeUse
from .vault import unseal


def counters_of(secret, code):
    """The half minutes, now and just around it, in which an app with this secret shows this code."""
    return [
        counter
        for counter in totp.yield_hotp_counters_from_time()
        if totp.compare_user_code(
            actual=code, expected=totp.format_hotp_value(totp.hotp_value(secret, counter))
        )
    ]


def take(authenticator, code):
    """Whether the code is newer than the last one taken; if so, it and all older ones are used up."""
    if authenticator.type != Authenticator.Type.TOTP:
        return True
    AppCodeUse.objects.get_or_create(authenticator=authenticator)
    return any(
        AppCodeUse.objects.filter(authenticator=authenticator, last_counter__lt=counter).update(
            last_counter=counter
        )
        for counter in counters_of(unseal(authenticator.data["secret"]), code)
    )


def unused_code(authenticator):
    """A code that works now and was not taken yet, and the seconds until its app shows the next; or None."""
    used = AppCodeUse.objects.filter(authenticator=authenticator).values_list("last_counter", flat=True)
    last = next(iter(used), 0)
    now = time.time()
    current = int(now) // app_settings.TOTP_PERIOD
    counter = max(current, last + 1)
    if counter > current + app_settings.TOTP_TOLERANCE:
        return None
    code = totp.format_hotp_value(totp.hotp_value(unseal(authenticator.data["secret"]), counter))
    return code, int((counter + 1) * app_settings.TOTP_PERIOD - now)
