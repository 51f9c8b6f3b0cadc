"""The validator against passwords based on the service's own names, which attackers try first."""

import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from body.current import current_body

SHORTEST = 4  # shorter words are in every other sentence
MUST_BE_LEFT = 8


def own_words():
    """Return the words in the names of the body and its service, in lower case."""
    body = current_body()
    names = (body.service, body.name, body.place, settings.DESK_NAME)
    return {word for name in names for word in re.findall(r"\w+", str(name).lower()) if len(word) >= SHORTEST}


class OwnWordsValidator:
    """A password validator that requires enough letters besides the service's own words."""

    def validate(self, password, user=None):
        rest = password.lower()
        for word in own_words():
            rest = rest.replace(word, "")
        if rest != password.lower() and len(re.sub(r"[\d\W_]", "", rest)) < MUST_BE_LEFT:
            raise ValidationError(
                _("Choose a password that does not contain the name of this service."),
                code="password_own_words",
            )

    def get_help_text(self):
        return _("Your password must not contain the name of this service.")
