"""The context processor of the page frame. It uses no session, so that anonymous pages can be cached."""

from django.conf import settings
from django.urls import NoReverseMatch, reverse, translate_url
from django.utils.translation import get_language, override

from body.current import current_body
from body.languages import direction, offered_languages

DESK_PATH = "/office/"


def frame(request):
    """Return names, languages and text direction."""
    current, body = get_language() or settings.LANGUAGE_CODE, current_body()
    return {
        "site_name_lead": body.lead,
        "site_name": body.members,
        "site_contact": body.contact,
        "site_neutral_line": body.neutral_line,
        "desk_name": settings.DESK_NAME,
        "home_url": "/" if current == settings.LANGUAGE_CODE else f"/{current}/",
        "html_lang": current,
        "html_dir": direction(current),
        "languages": [
            {"code": code, "name": name, "dir": direction(code), "url": _address_in(code, request)}
            for code, name in offered_languages()
            if code != current
        ],
        "switch_form": "",  # a page with text that is not saved yet names its form here
        "at_desk": request.path.startswith(DESK_PATH),
    }


def _address_in(code, request):
    """Return the address of this page in a language. Its URL is resolved already, unless there is no such page."""
    match = request.resolver_match
    if match is None:
        return translate_url(request.path, code)
    with override(code):
        try:
            return reverse(match.view_name, args=match.args, kwargs=match.kwargs)
        except NoReverseMatch:
            return request.path
