"""Choices for editors: parts of the service, boroughs, offices and forms, loaded when a form is shown.

URLs of other apps are known here by name only.
"""

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from casework.offices.models import Office
from casework.places.models import Borough
from casework.questionnaires.models import Version
from casework.questionnaires.services import current_version

PARTS = {
    "find": ("portal:find_members", _("Find your Members")),
    "cases": ("portal:my_cases", _("My cases")),
    "search": ("site_search", _("Search")),
}
FORM = "form:"
FORM_ADDRESS = "portal:raise_case"


def services() -> list[tuple[str, str]]:
    """Return (key, label) of each part of the service and each open form, as choices of a menu link."""
    return [(key, words) for key, (_name, words) in PARTS.items()] + [
        (f"{FORM}{slug}", title) for slug, title in forms()
    ]


def forms() -> list[tuple[str, str]]:
    """Return (slug, title) of each open form, in English."""
    slugs = Version.objects.order_by("slug").values_list("slug", flat=True).distinct()
    current = [current_version(slug) for slug in slugs]
    return [(form.slug, form.definition["title"]["en"]) for form in current if form and not form.closed_at]


def boroughs() -> list[tuple[str, str]]:
    return list(Borough.objects.values_list("slug", "name"))


def offices() -> list[tuple[str, str]]:
    return list(Office.objects.values_list("slug", "name"))


def address_of(service: str) -> str:
    """Return the URL of a part of the service, or "" if it no longer exists."""
    try:
        if service.startswith(FORM):
            return reverse(FORM_ADDRESS, args=[service.removeprefix(FORM)])
        return reverse(PARTS[service][0])
    except (NoReverseMatch, KeyError):
        return ""


def words_of(service: str) -> str:
    return str(PARTS[service][1]) if service in PARTS else _("Raise a case")
