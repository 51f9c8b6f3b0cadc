"""The permission pages in a browser at two widths, checked by axe."""

import os
from pathlib import Path

import pytest
from django.urls import reverse

from tests.authority import agreed, asked, case_for_mother

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SIZES = {"wide": {"width": 1280, "height": 900}, "phone": {"width": 320, "height": 640}}
SHOTS = os.environ.get("SCREENSHOTS")  # folder for screenshots of the tested pages


def look(page, name, axe):
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=True)
    widths = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert widths[0] <= widths[1], f"{name} scrolls sideways: {widths}"
    axe(page)


@pytest.mark.parametrize("size", SIZES)
def test_permission_pages_are_accessible_and_do_not_scroll_sideways(signed_in, axe, assembly, size):
    case, given = case_for_mother(assembly), case_for_mother(assembly)
    agreed(given, assembly.ben)
    token = asked(case, assembly.ben)
    staff, writer = (
        signed_in(assembly.ben, viewport=SIZES[size]),
        signed_in(assembly.ada, viewport=SIZES[size]),
    )
    desk = ["case_detail", "authority", "authority_link", "authority_paper", "authority_letter"]
    addresses = [(staff, name, reverse(f"backoffice:{name}", args=[case.reference])) for name in desk]
    addresses += [
        (staff, "end", reverse("backoffice:authority_end", args=[given.reference])),
        (staff, "given", reverse("backoffice:authority", args=[given.reference])),
        (
            staff,
            "letter-ar",
            reverse("backoffice:authority_letter", args=[case.reference]) + "?language=ar&size=large",
        ),
        (writer, "my-cases", "/my-cases/"),
        (writer, "waiting", f"/my-cases/{case.reference}/"),
        (writer, "start", f"/permission/{token}/"),
        (writer, "code", "/permission/code/"),
    ]
    for page, name, address in addresses:
        assert page.goto(address).status == 200, address
        look(page, f"{size}-{name}", axe)
