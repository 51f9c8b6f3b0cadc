"""Which texts of a catalogue an editor's page lists."""

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from ui.forms import BoundField

from .rows import Row, State


class Show(models.TextChoices):
    LEFT = "left", _("Not read yet")
    CORRECTED = "corrected", _("Corrected")
    READ = "read", _("Read")
    ALL = "all", _("All")


FITS = {
    Show.LEFT: lambda row: row.state != State.READ,
    Show.CORRECTED: lambda row: row.is_corrected or row.state == State.STALE,
    Show.READ: lambda row: row.state == State.READ,
    Show.ALL: lambda row: True,
}


class TextFilter(forms.Form):
    """What is typed into the filter; anything else shows what is not read yet."""

    bound_field_class = BoundField  # takes invisible characters for nothing

    show = forms.ChoiceField(label=_("Show"), choices=Show.choices, required=False)
    q = forms.CharField(label=_("Words"), required=False, max_length=200)

    def apply(self, rows: list[Row]) -> list[Row]:
        """Return the rows that fit, in their order."""
        wanted = self.cleaned_data if self.is_valid() else {}
        fits = FITS[wanted.get("show") or Show.LEFT]
        words = wanted.get("q", "").casefold()
        return [row for row in rows if fits(row) and words in f"{row.entry.english}{row.text}".casefold()]
