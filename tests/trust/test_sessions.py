"""A session has a random key from the server, which forgets it at sign-out."""

import pytest
from django.conf import settings
from django.test import Client

from casework.audit.models import Entry
from casework.wall.scope import ALL, scoped


def with_key(key):
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = key
    return client


def key_of(client):
    return client.cookies[settings.SESSION_COOKIE_NAME].value


@pytest.mark.parametrize("key", ["", "1", "k3" * 16, "a" * 5000, "'; drop table x --"])
def test_forged_session_key_is_ignored(db, key):
    assert with_key(key).get("/office/cases/").status_code == 302


def test_session_key_is_long_and_rotated(sign_in, ben):
    keys = {key_of(sign_in(ben, on=Client())) for _each in range(5)}
    assert len(keys) == 5
    assert min(len(key) for key in keys) * 5 >= 128  # 36 letters and digits: more than 5 bits each


def test_session_key_is_invalid_after_sign_out(sign_in, ben):
    client = sign_in(ben)
    key = key_of(client)
    assert with_key(key).get("/office/cases/").status_code == 200
    client.post("/accounts/logout/")
    assert with_key(key).get("/office/cases/").status_code == 302


def test_every_signed_in_page_has_a_sign_out_button(sign_in, assembly, case):
    office = sign_in(assembly.ben, on=Client())
    portal = sign_in(assembly.ada, on=Client())
    pages = [
        office.get(path) for path in ("/office/cases/", "/office/team/", f"/office/cases/{case.reference}/")
    ]
    pages += [portal.get(path) for path in ("/my-cases/", f"/my-cases/{case.reference}/")]
    assert all(page.status_code == 200 and "/accounts/logout/" in page.text for page in pages)


def test_sign_in_and_sign_out_are_logged(client, sign_in, ben):
    sign_in(ben).post("/accounts/logout/")
    with scoped(ALL):
        verbs = set(Entry.objects.filter(actor_id=ben.pk).values_list("verb", flat=True))
    assert {"account.signed-in", "account.signed-out"} <= verbs
