"""Passwords that rest on words of the service itself: whoever attacks it tries those first."""

import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

SHORTEST = 4  # shorter words are in every other sentence
MUST_BE_LEFT = 8


def own_words():
    """The words by which this body and its service are called, in lower case."""
    names = (settings.SITE_NAME_LEAD, settings.SITE_NAME, settings.DESK_NAME, settings.PLACE_NAME)
    return {word for name in names for word in re.findall(r"\w+", str(name).lower()) if len(word) >= SHORTEST}


class OwnWordsValidator:
    """Without the service's own words and without digits, enough of a password must be left."""

    def validate(self, password, user=None):
        rest = password.lower()
        for word in own_words():
            rest = rest.replace(word, "")
        if rest != password.lower() and len(re.sub(r"[\d\W_]", "", rest)) < MUST_BE_LEFT:
            raise ValidationError(
                _("Choose a password that does not rest on the name of this service."),
                code="password_own_words",
            )

    def get_help_text(self):
        return _("Your password must not rest on the name of this service.")
