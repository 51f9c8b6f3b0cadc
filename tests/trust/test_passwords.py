"""Rules for passwords, and the entropy of codes and tokens."""

import re
import secrets
from datetime import timedelta

import pytest
from allauth.mfa import app_settings as factor_settings
from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import RequestFactory
from django.utils import timezone

from accounts import one_time_codes
from accounts.models import User
from casework.questionnaires.models import new_key
from tests import factories


@pytest.mark.parametrize("password", ["kelp-orbit-9", "kelp orbit!"])
def test_password_of_eleven_characters_is_refused(password):
    with pytest.raises(ValidationError, match="at least 12"):
        validate_password(password[:11])


@pytest.mark.parametrize("password", ["startfinding", "qwerty123456", "123456789012"])
def test_common_passwords_are_refused(password):
    with pytest.raises(ValidationError):
        validate_password(password)


@pytest.mark.parametrize(
    "password", ["London-Assembly-2026", "casework12345678", "assemblymembers!!", "YourLondonMembers1"]
)
def test_password_from_words_of_the_service_is_refused(password):
    with pytest.raises(ValidationError, match="name of this service"):
        validate_password(password)


@pytest.mark.parametrize(
    "password",
    ["onlylettershere", "нова кавова ложка", "🦊 🦉 🐢 🐝 🐙 🦔 🦆", "a member of kelp orbit", "x7" * 64],
)
def test_password_may_be_long_and_contain_any_character(password):
    validate_password(password)


def test_password_input_is_masked_and_supports_password_managers(client, db):
    (box,) = re.findall(r'<input[^>]*name="password"[^>]*>', client.get("/accounts/login/").text)
    assert 'type="password"' in box
    assert 'autocomplete="current-password"' in box
    assert "maxlength" not in box


def test_password_change_requires_the_old_password(sign_in, ben):
    client, before = sign_in(ben), ben.password
    words = {"password1": "kelp orbit lantern", "password2": "kelp orbit lantern"}
    for old in ("", "wrong horse battery"):
        client.post("/accounts/password/change/", words | {"oldpassword": old})
        assert User.objects.get(pk=ben.pk).password == before


def test_old_password_does_not_expire(ben):
    long_ago = timezone.now() - timedelta(days=5 * 365)
    User.objects.filter(pk=ben.pk).update(last_login=long_ago, joined_at=long_ago)
    request = RequestFactory().post("/accounts/login/")
    assert authenticate(request, email=ben.email, password=factories.PASSWORD) == ben


def test_an_empty_installation_has_no_account(db):
    assert not User.objects.exists()


def test_codes_are_long_enough():
    assert 10**one_time_codes.DIGITS > 2**20
    assert 10**factor_settings.RECOVERY_CODE_DIGITS > 2**20


def test_tokens_have_at_least_128_bits():
    assert len(new_key()) >= len(secrets.token_urlsafe(32))
    assert len(settings.SECRET_KEY) >= 50
