"""What native readers did to the texts of the catalogues in `locale/`."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.translations.models import WrittenText

WORDS_IN_LOG = 80  # characters
BETWEEN_FORMS = "\x1f"  # no text holds it


class CatalogueText(WrittenText):
    """A text of a catalogue that was read or corrected. Its plural forms stand in `text` one after the other.

    It counts while the English and `shipped`, the translation of the catalogue that it replaces, exist.
    """

    held_for = "site"
    personal_data = {"none": "language key source text shipped changed_at", "staff": "read_by"}

    shipped = models.TextField()
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["language", "key"],
                name="catalogue_text_once_a_language",
                violation_error_message=_("This text is corrected already."),
            ),
        ]

    def __str__(self):
        return f"{self.source[:WORDS_IN_LOG]} ({self.language})"

    @property
    def forms(self) -> tuple[str, ...]:
        """The text of each plural form, or the one text."""
        return tuple(self.text.split(BETWEEN_FORMS))


def joined(forms) -> str:
    """Return plural forms as one text, which a row stores."""
    return BETWEEN_FORMS.join(forms)
