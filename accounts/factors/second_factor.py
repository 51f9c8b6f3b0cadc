"""Whether a second factor was used, how long ago, and who may set one up."""

import json
import time

# There is no public way to ask which sign-in steps this session took; tests/accounts pins what we read of it.
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import CharField, OuterRef, StringAgg, Subquery, Value
from django.db.models.functions import Cast, Concat
from django.utils.crypto import salted_hmac

FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
ENROL_UNTIL = "accounts.enrol_until"
ENROL_SECONDS = 30 * 60


def has_factor(user):
    """Return whether the user has a second factor. Recovery codes alone do not count."""
    return Authenticator.objects.filter(user=user, type__in=FACTORS).exists()


def with_factors(users):
    """Return `users` with the keys and types of their factors in `factors`, which `factors_of` reads."""
    each = Concat(Cast("pk", CharField()), Value(":"), "type", output_field=CharField())
    held = Authenticator.objects.filter(user=OuterRef("pk")).order_by().values("user")
    return users.annotate(factors=Subquery(held.annotate(held=StringAgg(each, Value(","))).values("held")))


def factors_of(user):
    """Return the type of each factor by its key: of the person of a request as they were when it began."""
    if not hasattr(user, "factors"):
        return dict(Authenticator.objects.filter(user=user).values_list("pk", "type"))
    pairs = (each.split(":") for each in (user.factors or "").split(",") if each)
    return {int(key): kind for key, kind in pairs}


def passkey_mark(authenticator):
    """Return the opaque id of a passkey for pages; its primary key would reveal the number of factors."""
    credential = json.dumps(authenticator.data["credential"], sort_keys=True)
    named = f"{authenticator.user.uuid} {credential}"
    return salted_hmac("accounts.passkey", named, algorithm="sha256").hexdigest()[:32]


def second_factor_used(request):
    """Return whether a factor that this user still has was used in this session."""
    if not request.user.is_authenticated:
        return False
    owned = factors_of(request.user)
    if not set(owned.values()) & set(FACTORS):
        return False
    return any(
        record.get("method") == "mfa" and record.get("id") in owned
        for record in get_authentication_records(request, request.user)
    )


def proved_recently(request):
    """Return whether the user authenticated recently: staff with a factor, constituents with a code."""
    counts = {"mfa"} if request.user.is_staff else {"code"}
    since = time.time() - settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
    return any(
        record.get("method") in counts and record.get("at", 0) > since
        for record in get_authentication_records(request, request.user)
    )


def begin_enrolment(request):
    """Allow a first factor to be set up in this session for `ENROL_SECONDS`."""
    request.session[ENROL_UNTIL] = time.time() + ENROL_SECONDS


def end_enrolment(request):
    request.session.pop(ENROL_UNTIL, None)


def is_enrolling(request):
    return request.user.is_authenticated and request.session.get(ENROL_UNTIL, 0) > time.time()


def may_add_factor(request):
    """Return whether a factor can be added: only while enrolling or after using a factor, never by password alone."""
    return is_enrolling(request) or second_factor_used(request)


def note_use(request, authenticator):
    """Record a factor that was just set up as used, so that it is not asked for again at once."""
    record_authentication(
        request, request.user, "mfa", id=authenticator.pk, type=authenticator.type, reauthenticated=True
    )


def note_code(request, user, email):
    record_authentication(request, user, "code", email=email)
