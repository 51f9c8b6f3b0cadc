"""Two people act on one case in two browsers at the same moment: no text is lost, and nothing is done twice.

`tests/trust/test_collisions.py` shows the same for the requests alone. With `--full` each pair collides 20 times.
"""

import pytest

from casework.cases.models import Activity, Case, Message, Note
from casework.cases.services import turn
from casework.wall.scope import ALL, scoped
from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

WIDE = {"width": 1280, "height": 900}
ON_PAGE = """[document.body.innerText, ...[...document.querySelectorAll('textarea, input')].map(box => box.value)]
    .join('\\n')"""
PRESS = "button => { setTimeout(() => button.click()) }"  # returns before the page is left
# Each act: the link that opens its dialog on the case page, the label of its field, and its button.
ACTS = {
    "note": ("Write a note", "Note", "Save note"),
    "close": ("Close", "What was the outcome?", "Close the case"),
    "turn": ("Set turn or date", "Name of the third party", "Save turn and date"),
    "assign": ("Assign", "Who has this case?", "Save owner"),
}
PAIRS = [
    ("reply", "reply"),
    ("reply", "close"),
    ("reply", "turn"),
    ("note", "close"),
    ("note", "note"),
    ("assign", "assign"),
    ("turn", "turn"),
    ("turn", "close"),
]


def prepare(page, act, words):
    """Fill in an act on the open case and return its button."""
    if act == "reply":
        page.get_by_label("Your reply").fill(words)
        return page.get_by_role("button", name="Send reply")
    link, label, button = ACTS[act]
    page.get_by_role("link", name=link, exact=True).click()
    dialog = page.get_by_role("dialog")
    if act == "turn":
        dialog.get_by_label("A third party’s turn").check()
    if act == "assign":
        dialog.get_by_label(label).select_option(label=words)
    else:
        dialog.get_by_label(label).fill(words)
    return dialog.get_by_role("button", name=button)


def press_both(pages, buttons):
    first, second = pages
    with first.expect_navigation(), second.expect_navigation():
        for button in buttons:
            button.evaluate(PRESS)


def stands(case):
    """Return every text that is stored on a case, each as often as it stands there."""
    with scoped(ALL):
        said = list(Message.objects.filter(case=case).values_list("body", flat=True))
        noted = list(Note.objects.filter(case=case).values_list("body", flat=True))
        happened = [text for row in Activity.objects.filter(case=case) for text in row.detail.values()]
        return [*said, *noted, *map(str, happened)]


def collide(pages, case, acts, words):
    """Let both act on a case at once, and return what went wrong, a line each."""
    address = f"/office/cases/{case.reference}/"
    for page in pages:
        page.goto(address)
    press_both(pages, [prepare(*each) for each in zip(pages, acts, words, strict=True)])
    stored = stands(case)
    done = 0
    for page, act, text in zip(pages, acts, words, strict=True):
        times = stored.count(text)
        done += bool(times)
        if times > 1:
            yield f"{act} of {acts}: “{text}” stands {times} times"
        if not times and text not in page.evaluate(ON_PAGE):
            yield f"{act} of {acts}: “{text}” is lost"
    if not done:
        yield f"{acts}: neither was done"
    if done == len(acts) and "note" not in acts:
        yield f"{acts}: both were done, and one of them unseen"


@pytest.mark.parametrize("acts", PAIRS, ids="-".join)
def test_two_browsers_on_one_case_lose_no_text(signed_in, amount, assembly, acts):
    pages = [signed_in(person, viewport=WIDE) for person in (assembly.ben, assembly.dev)]
    lost = []
    for number in range(amount(1, 20)):
        case = factories.case(office=assembly.office, raised_by=assembly.ada)
        words = ["Ben", "Dev"] if "assign" in acts else [f"Words of Ben {number}", f"Words of Dev {number}"]
        lost += collide(pages, case, acts, words)
    assert lost == []


def test_missing_version_check_is_detected(signed_in, monkeypatch, ben, dev, case):
    monkeypatch.setattr(turn, "refuse_edit_conflict", lambda case, seen: None)
    pages = [signed_in(person, viewport=WIDE) for person in (ben, dev)]
    [line] = collide(pages, case, ("turn", "turn"), ("Words of Ben", "Words of Dev"))
    assert "both were done" in line


def test_reply_half_written_in_one_browser_outlives_a_closing_in_another(signed_in, ben, dev, case):
    writer, closer = signed_in(ben, viewport=WIDE), signed_in(dev, viewport=WIDE)
    address = f"/office/cases/{case.reference}/"
    for page in (writer, closer):
        page.goto(address)
    writer.get_by_label("Your reply").fill("Half a reply")
    button = prepare(closer, "close", "Mended")
    with closer.expect_navigation():
        button.click()
    with scoped(ALL):
        assert Case.objects.get(pk=case.pk).closed_at is not None
    with writer.expect_navigation():
        writer.get_by_role("button", name="Send reply").click()
    assert "Half a reply" in writer.evaluate(ON_PAGE)
    writer.goto(address)
    assert "Half a reply" in writer.evaluate(ON_PAGE)
