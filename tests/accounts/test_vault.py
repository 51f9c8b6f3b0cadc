"""D-40: sealed fields name their key, and keys can be replaced."""

import pytest

from accounts.vault import KeyMissing, seal, unseal


def test_what_is_sealed_comes_back():
    assert unseal(seal("a secret")) == "a secret"
    assert "a secret" not in seal("a secret")


def test_a_new_key_seals_and_the_old_one_still_opens(settings):
    old = seal("a secret")
    settings.FIELD_KEYS = ["another key for fields"]
    assert unseal(old) == "a secret"
    assert seal("a secret").split(":")[0] != old.split(":")[0]


def test_a_replaced_secret_key_opens_while_it_is_a_fallback(settings):
    old = seal("a secret")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key " * 6
    assert unseal(old) == "a secret"


def test_without_its_key_it_stays_shut(settings):
    old = seal("a secret")
    settings.SECRET_KEY = "another key " * 6
    with pytest.raises(KeyMissing):
        unseal(old)


def test_a_changed_text_is_refused():
    sealed = seal("a secret")
    with pytest.raises(KeyMissing):
        unseal(sealed[:-4] + "AAAA")
