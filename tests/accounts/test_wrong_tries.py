"""Refused sign-ins of staff are logged, without anything that unknown visitors typed."""

import pytest
from django.urls import reverse

from casework.audit.models import Entry
from casework.audit.verbs import Verb
from casework.wall.scope import ALL, scoped


def refused():
    with scoped(ALL):
        return [(entry.actor_id, entry.detail) for entry in Entry.objects.filter(verb=Verb.ACCOUNT_REFUSED)]


def test_wrong_staff_password_is_logged(gus, give_password):
    give_password(gus.email.upper(), "not the one")
    assert refused() == [(gus.pk, {"step": "password"})]


def test_wrong_code_is_logged(gus, give_password, give_code):
    give_password(gus.email)
    give_code("000000")
    assert refused() == [(gus.pk, {"step": "factor"})]


@pytest.mark.parametrize(
    "credential", ['"text"', '{"id": 1}', '{"id": "YQ", "rawId": "YQ", "type": "public-key"}']
)
def test_wrong_passkey_is_logged(client, gus, give_password, credential):
    give_password(gus.email)
    client.get(reverse("mfa_authenticate"))
    client.post(reverse("mfa_authenticate"), {"credential": credential})
    assert refused() == [(gus.pk, {"step": "factor"})]


def test_refused_visitors_and_constituents_are_not_logged(db, ada, give_password):
    for email in ("nobody@staff.example", ada.email):
        give_password(email, "not the one")
    assert refused() == []
