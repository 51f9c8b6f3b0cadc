"""Encrypted fields: they name their key, and keys can be rotated."""

import pytest

from accounts.vault import KeyMissing, seal, unseal


def test_sealed_text_is_unsealed():
    assert unseal(seal("a secret")) == "a secret"
    assert "a secret" not in seal("a secret")


def test_new_key_seals_and_old_key_still_unseals(settings):
    old = seal("a secret")
    settings.FIELD_KEYS = ["another key for fields"]
    assert unseal(old) == "a secret"
    assert seal("a secret").split(":")[0] != old.split(":")[0]


def test_secret_key_fallback_still_unseals(settings):
    old = seal("a secret")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key " * 6
    assert unseal(old) == "a secret"


def test_unsealing_without_the_key_raises_key_missing(settings):
    old = seal("a secret")
    settings.SECRET_KEY = "another key " * 6
    with pytest.raises(KeyMissing):
        unseal(old)


def test_tampered_text_is_refused():
    sealed = seal("a secret")
    with pytest.raises(KeyMissing):
        unseal(sealed[:-4] + "AAAA")
