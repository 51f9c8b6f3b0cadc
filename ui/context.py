"""What the frame of every page knows. It asks no database and no session: anonymous pages are cached."""

from functools import cache
from pathlib import Path

from django.conf import settings
from django.urls import translate_url
from django.utils.translation import get_language, get_language_bidi, get_language_info, to_locale

DESK_PATH = "/office/"


def frame(request):
    """Names, languages and direction. A language is offered once its catalogue is there, never before."""
    here = get_language() or settings.LANGUAGE_CODE
    return {
        "site_name_lead": settings.SITE_NAME_LEAD,
        "site_name": settings.SITE_NAME,
        "desk_name": settings.DESK_NAME,
        "site_contact": settings.SITE_CONTACT,
        "site_neutral_line": settings.SITE_NEUTRAL_LINE,
        "html_lang": here,
        "html_dir": "rtl" if get_language_bidi() else "ltr",
        "languages": [_entry(code, name, request.path) for code, name in offered() if code != here],
        "at_desk": request.path.startswith(DESK_PATH),
    }


@cache
def offered():
    """The languages people can read the site in: the one it is written in, and those that are translated."""
    return tuple(
        (code, name)
        for code, name in settings.LANGUAGES
        if code == settings.LANGUAGE_CODE or _translated(code)
    )


def _translated(code):
    return any(
        (Path(place) / to_locale(code) / "LC_MESSAGES/django.mo").exists() for place in settings.LOCALE_PATHS
    )


def _entry(code, name, path):
    bidi = get_language_info(code)["bidi"]
    return {"code": code, "name": name, "dir": "rtl" if bidi else "ltr", "url": translate_url(path, code)}
