"""Turning languages on and off. Each process shows the change within seconds (`body.current`)."""

from collections.abc import Collection

from django.conf import settings
from django.db import transaction

from accounts.models import User
from body.models import Body
from casework.audit.services import record
from casework.audit.verbs import Verb

from .events import languages_changed


@transaction.atomic
def offer_languages(*, codes: Collection[str], by: User | None) -> None:
    """Offer the service in these languages beside English, and in no others. One that is not ready is left out."""
    body = Body.objects.select_for_update(no_key=True).first() or Body(pk=1)
    ready = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
    before, body.languages = body.languages, [code for code in ready if code in codes]
    if body.languages == before:
        return
    body.save()
    for code in settings.LANGUAGE_NAMES:
        if (code in before) != (code in body.languages):
            verb = Verb.LANGUAGE_ON if code in body.languages else Verb.LANGUAGE_OFF
            record(verb, by=by, subject=code)
    languages_changed.send(sender=Body)
