"""Single use of authenticator app codes: allauth forgets a used code before the code expires."""

import time

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp

from accounts.models import AppCodeUse
from accounts.vault import unseal


def counters_of(secret, code):
    """Return the TOTP counters within the tolerance at which this secret gives this code."""
    return [
        counter
        for counter in totp.yield_hotp_counters_from_time()
        if totp.compare_user_code(
            actual=code, expected=totp.format_hotp_value(totp.hotp_value(secret, counter))
        )
    ]


def take(authenticator, code):
    """Return whether the code is later than the last one used. If so, mark it and all earlier ones as used."""
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
    """Return a valid unused code and the seconds until the next, or None."""
    used = AppCodeUse.objects.filter(authenticator=authenticator).values_list("last_counter", flat=True)
    last = next(iter(used), 0)
    now = time.time()
    current = int(now) // app_settings.TOTP_PERIOD
    counter = max(current, last + 1)
    if counter > current + app_settings.TOTP_TOLERANCE:
        return None
    code = totp.format_hotp_value(totp.hotp_value(unseal(authenticator.data["secret"]), counter))
    return code, int((counter + 1) * app_settings.TOTP_PERIOD - now)
