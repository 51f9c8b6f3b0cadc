"""Whether a second factor was used, how long ago, and who may set one up."""

import json
import time

# There is no public way to ask which sign-in steps this session took; tests/accounts pins what we read of it.
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.utils.crypto import salted_hmac

FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
ENROL_UNTIL = "accounts.enrol_until"
ENROL_SECONDS = 30 * 60


def has_factor(user):
    """Whether the person owns a second factor. Recovery codes alone are none."""
    return Authenticator.objects.filter(user=user, type__in=FACTORS).exists()


def passkey_mark(authenticator):
    """The name of a passkey on pages: its key would tell how many second factors everybody else has set up."""
    credential = json.dumps(authenticator.data["credential"], sort_keys=True)
    named = f"{authenticator.user.uuid} {credential}"
    return salted_hmac("accounts.passkey", named, algorithm="sha256").hexdigest()[:32]


def second_factor_used(request):
    """Whether a factor that this person still has was used in this session. Owning one is not enough."""
    if not request.user.is_authenticated:
        return False
    owned = dict(Authenticator.objects.filter(user=request.user).values_list("pk", "type"))
    if not set(owned.values()) & set(FACTORS):
        return False
    return any(
        record.get("method") == "mfa" and record.get("id") in owned
        for record in get_authentication_records(request, request.user)
    )


def proved_recently(request):
    """Whether the person proved in the last minutes that it is them: staff by a factor, constituents by a code."""
    counts = {"mfa"} if request.user.is_staff else {"code"}
    since = time.time() - settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
    return any(
        record.get("method") in counts and record.get("at", 0) > since
        for record in get_authentication_records(request, request.user)
    )


def begin_enrolment(request):
    """From accepting an invitation on, for half an hour: the only time a first factor can be set up."""
    request.session[ENROL_UNTIL] = time.time() + ENROL_SECONDS


def end_enrolment(request):
    request.session.pop(ENROL_UNTIL, None)


def is_enrolling(request):
    return request.user.is_authenticated and request.session.get(ENROL_UNTIL, 0) > time.time()


def may_add_factor(request):
    """A stolen password alone sets up nothing: it takes an invitation just accepted, or a factor just used."""
    return is_enrolling(request) or second_factor_used(request)


def note_use(request, authenticator):
    """Setting a factor up, with a code from it, is using it: nobody is asked for a second one at once."""
    record_authentication(
        request, request.user, "mfa", id=authenticator.pk, type=authenticator.type, reauthenticated=True
    )


def note_code(request, user, email):
    record_authentication(request, user, "code", email=email)
