"""The texts of one language as a PO file, for translators who work with a tool of their own."""

from collections.abc import Iterable

import polib
from django import forms
from django.utils.translation import gettext_lazy as _

from .rows import Row, State
from .services import Typed

MOST_BYTES = 2_000_000
NO_CATALOGUE = _("This file holds no translations. Choose a PO file that was exported here")


def po_of(rows: Iterable[Row], *, language: str) -> str:
    """Return the texts in the order of their keys. A stale translation is marked as fuzzy, with the English it had."""
    catalogue = polib.POFile(wrapwidth=0)
    catalogue.metadata = {"Content-Type": "text/plain; charset=UTF-8", "Language": language}
    for row in sorted(rows, key=lambda row: row.text.key):
        stale = row.state == State.STALE
        catalogue.append(
            polib.POEntry(
                msgctxt=row.text.key,
                msgid=row.text.english,
                msgstr=row.translation,
                comment=row.place,
                flags=["fuzzy"] if stale else [],
                previous_msgid=row.earlier if stale else None,
            )
        )
    return str(catalogue) + "\n"


class ImportTextsForm(forms.Form):
    """A PO file. Entries are matched by their key and today's English; empty and fuzzy ones are left out."""

    file = forms.FileField(label=_("PO file"))

    def __init__(self, *args, language, **kwargs):
        super().__init__(*args, **kwargs)
        self.language = language

    def clean_file(self):
        """Return the entries of the file."""
        upload = self.cleaned_data["file"]
        if upload.size > MOST_BYTES:
            raise forms.ValidationError(_("This file is too large to hold these texts"))
        try:
            # polib opens a file if the text is the name of one; no name begins with a comment and a line break.
            catalogue = polib.pofile("#\n" + upload.read().decode("utf-8-sig"))
        except (ValueError, OSError, KeyError, IndexError) as error:
            raise forms.ValidationError(NO_CATALOGUE) from error
        if catalogue.metadata.get("Language", self.language) != self.language:
            raise forms.ValidationError(_("This file is for another language"))
        if not catalogue:
            raise forms.ValidationError(NO_CATALOGUE)
        return catalogue

    def typed(self, rows: Iterable[Row]) -> tuple[dict[str, Typed], int]:
        """Return the new texts by key, and how many entries match no text as it is today."""
        entries = [entry for entry in self.cleaned_data["file"] if entry.translated() and not entry.obsolete]
        by_key = {(entry.msgctxt, entry.msgid): entry.msgstr for entry in entries}
        wanted = {(row.text.key, row.text.english): row for row in rows}
        typed = {
            row.text.key: Typed(text=by_key[place].strip(), was=row.translation, kept=True)
            for place, row in wanted.items()
            if place in by_key
        }
        return typed, len(set(by_key) - set(wanted))
