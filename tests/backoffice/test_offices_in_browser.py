"""Sharing and transfer pages in a browser at two widths, checked by axe and used without scripts."""

import os
from pathlib import Path

import pytest
from django.utils import timezone

from casework.cases.models import CaseFile, Note, Share
from casework.cases.services.sharing.share import open_part
from casework.wall.scope import ALL, scoped
from tests import factories
from tests.browser import press
from tests.sharing import offered, shared, transfer_offered

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SIZES = {"wide": {"width": 1280, "height": 900}, "phone": {"width": 320, "height": 640}}
SHOTS = os.environ.get("SCREENSHOTS")  # folder for screenshots of the tested pages


def look(page, address, name):
    assert page.goto(address).status == 200, address
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=True)
    widths = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert widths[0] <= widths[1], f"{name} scrolls sideways: {widths}"


def case_with_parts(office, **facts):
    case = factories.case(office=office, **facts)
    factories.note(case, body="Same lift as the two cases in September.")
    with scoped(ALL):
        CaseFile.objects.create(
            office=case.office, case=case, message=case.messages.get(), key=f"{case.pk:040}",
            name="lift-notice.jpg", content_type="image/jpeg", size=1_200_000, sha256="0" * 64,
        )  # fmt: skip
    return case


@pytest.mark.parametrize("size", SIZES)
def test_sharing_pages_are_accessible_and_do_not_scroll_sideways(signed_in, axe, assembly, size):
    with scoped(ALL):
        factories.member("Sol Marsh", office=assembly.sister)
    read = case_with_parts(assembly.office, raised_by=assembly.ada)
    share = shared(read, to=assembly.sister, by=assembly.ben, yes=assembly.eve)
    with scoped(ALL):
        open_part(part=Note.objects.get(case=read), share=share, by=assembly.ben)
        open_part(part=CaseFile.objects.get(case=read), share=share, by=assembly.ben)
    asked, mine = case_with_parts(assembly.office), case_with_parts(assembly.office, raised_by=assembly.bea)
    offer = offered(asked, to=assembly.sister, by=assembly.ben)
    transfer = transfer_offered(asked, to=assembly.sister, by=assembly.ben)
    case = "/office/cases/{}/".format
    ours = {
        "case": case(read.reference), "share": f"{case(mine.reference)}share/",
        "share-end": f"{case(read.reference)}share/end/", "transfer": f"{case(mine.reference)}transfer/",
        "transfer-end": f"{case(asked.reference)}transfer/end/",
    }  # fmt: skip
    theirs = {
        "shared": "/office/shared/", "guest": case(read.reference),
        "share-answer": f"/office/shared/reading/{offer.uuid}/",
        "transfer-answer": f"/office/shared/taking-on/{transfer.uuid}/",
    }  # fmt: skip
    for who, pages in ((assembly.ben, ours), (assembly.eve, theirs)):
        page = signed_in(who, viewport=SIZES[size])
        for name, address in pages.items():
            look(page, address, f"{size}-{name}")
            axe(page)


def test_case_is_offered_and_read_without_scripts(signed_in, assembly, case):
    owner = signed_in(assembly.ben, viewport=SIZES["phone"], java_script_enabled=False)
    owner.goto(f"/office/cases/{case.reference}/")
    press(owner, "Share this case", role="link")
    press(owner, "Ask the other office")
    press(owner, "Choose the other office", role="link")
    owner.get_by_label("Which office?").select_option("Labour South")
    owner.get_by_label("Why do you ask them?").fill("You know this landlord")
    owner.get_by_label("By phone").check()
    agreed = owner.get_by_role("group", name="When did they agree?")
    today = timezone.localdate()
    for part in ("day", "month", "year"):
        agreed.get_by_label(part.capitalize()).fill(str(getattr(today, part)))
    press(owner, "Ask the other office")
    assert "They can’t see the case until they accept" in owner.locator("#result").inner_text()
    guest = signed_in(assembly.eve, viewport=SIZES["phone"], java_script_enabled=False)
    guest.goto("/office/shared/")
    press(guest, "Labour East asks you to read a case with them", role="link")
    press(guest, "Yes, we read it")
    assert "The lift is broken." in guest.locator("main").inner_text()
    with scoped(ALL):
        assert Share.objects.in_force().exists()
