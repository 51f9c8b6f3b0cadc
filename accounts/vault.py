"""Encryption of values that the database must not contain in plain text. Each has the id of its key."""

from base64 import urlsafe_b64encode
from hashlib import sha256

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class KeyMissing(LookupError):
    """The key that sealed this text is not among FIELD_KEYS, SECRET_KEY and SECRET_KEY_FALLBACKS."""


def _key_id(material):
    return sha256(b"casework key id:" + material.encode()).hexdigest()[:8]


def _fernet(material):
    # Fernet wants its 32 bytes in base64.
    raw = HKDF(SHA256(), length=32, salt=None, info=b"casework sealed fields").derive(material.encode())
    return Fernet(urlsafe_b64encode(raw))


def _materials():
    return [*settings.FIELD_KEYS, settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]


def seal(text):
    """Return `<key id>:<encrypted text>`, encrypted with the newest key."""
    newest = _materials()[0]
    return f"{_key_id(newest)}:{_fernet(newest).encrypt(text.encode()).decode()}"


def unseal(sealed):
    """Return the plain text. Raise KeyMissing if its key is gone or the text was changed."""
    wanted, _, token = sealed.partition(":")
    for material in _materials():
        if _key_id(material) == wanted:
            try:
                return _fernet(material).decrypt(token.encode()).decode()
            except InvalidToken:
                break
    raise KeyMissing(wanted)
