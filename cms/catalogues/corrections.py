"""Corrected texts in this process: laid over the catalogues that Django has loaded.

Saving a text clears the page cache, and with its new version each process reads the corrections anew.
"""

import gettext
import io
from contextlib import suppress
from threading import Lock

import polib
from django.conf import settings
from django.db import DatabaseError
from django.db.models import F, Q, QuerySet
from django.utils.translation import get_language_from_path, trans_real

from cms import page_cache

from .models import CatalogueText
from .rows import Row
from .shipped import catalogue_of, path_of

SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
_lock = Lock()
_shown: dict[str, tuple] = {}  # what this process has laid over each language


def corrected(get_response):
    """Show corrected texts from this request on, if it is in another language or may write a mail in one."""

    def middleware(request):
        if request.method not in SAFE_METHODS or get_language_from_path(request.path_info):
            show_corrections()
        return get_response(request)

    return middleware


def show_corrections() -> None:
    """Bring this process up to date, a few seconds after a text was saved. Without a database nothing changes."""
    with suppress(DatabaseError):
        page_cache.cached("catalogue texts", _show)


def _show() -> bool:
    with _lock:
        languages = CatalogueText.objects.order_by("language").values_list("language", flat=True).distinct()
        known = {code for code in dict(settings.LANGUAGES) if path_of(code).exists()}
        for code in known & {*languages, *_shown}:
            stored = list(_may_be_shown(code).order_by("key"))
            texts = tuple((each.key, each.text, each.shipped, each.read_by) for each in stored)
            if _shown.get(code, ()) != texts:
                _lay_over(code, stored)
                _shown[code] = texts
    return True


def _may_be_shown(code: str) -> QuerySet[CatalogueText]:
    """Return what was corrected, and what had to be read. Of the rest a reader said that it is right as it is."""
    had_to_be_read = [entry.key for entry in catalogue_of(code).entries.values() if entry.needs_reader]
    return CatalogueText.objects.filter(language=code).filter(
        ~Q(text=F("shipped")) | Q(key__in=had_to_be_read)
    )


def _lay_over(code: str, stored: list[CatalogueText]) -> None:
    """Replace the texts of a language in this process. A page that is being made keeps those that it began with."""
    catalogue = catalogue_of(code)
    rows = [Row(catalogue.entries[each.key], each) for each in stored if each.key in catalogue.entries]
    made = trans_real.DjangoTranslation(code)
    if shown := [_entry(row) for row in rows if row.is_laid_over]:
        corrections = polib.POFile()
        corrections.metadata = {
            "Content-Type": "text/plain; charset=UTF-8",
            "Plural-Forms": catalogue.plural_header,
        }
        corrections.extend(shown)
        made.merge(gettext.GNUTranslations(io.BytesIO(corrections.to_binary())))
    trans_real._translations[code] = made


def _entry(row: Row) -> polib.POEntry:
    context, (english, *plural), forms = row.entry.context, row.entry.english, row.stored.forms
    if not plural:
        return polib.POEntry(msgctxt=context, msgid=english, msgstr=forms[0])
    by_form = dict(enumerate(forms))
    return polib.POEntry(msgctxt=context, msgid=english, msgid_plural=plural[0], msgstr_plural=by_form)
