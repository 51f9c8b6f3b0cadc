"""Definitions that an editor tries before publishing, kept in the cache for an hour and for this editor only."""

import secrets
from typing import Any

from django.core.cache import cache

from accounts.models import User

LASTS = 60 * 60


def begin_trial(*, definition: dict[str, Any], by: User) -> str:
    """Keep a definition to be tried, and return the token that names it."""
    token = secrets.token_urlsafe(24)
    _put(token, {"definition": definition, "person": by.pk, "answers": {}})
    return token


def find_trial(*, token: str, by: User) -> dict[str, Any] | None:
    """Return `{definition, answers}` of a trial of this person, or None."""
    found = cache.get(_key(token))
    return found if found and found["person"] == by.pk else None


def keep_trial_answers(*, token: str, by: User, answers: dict[str, Any]) -> None:
    """Replace the answers of a trial."""
    if found := find_trial(token=token, by=by):
        _put(token, found | {"answers": answers})


def _put(token: str, trial: dict[str, Any]) -> None:
    cache.set(_key(token), trial, LASTS)


def _key(token: str) -> str:
    return f"trial:{token}"
