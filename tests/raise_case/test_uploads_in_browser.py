"""Files added with scripts: each is a request of its own, so a broken line costs one file and nothing is doubled."""

import pytest

from casework.questionnaires.models import SubmissionFile

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
STEP = "**/raise/contact/files/**"


def words(name, content=b"Dear operator"):
    return {"name": name, "mimeType": "text/plain", "buffer": content + name.encode()}


@pytest.fixture
def page(hand, new_page, live_server):
    """A phone on the step that takes files."""
    hand.fill(until="files")
    page = new_page(viewport={"width": 320, "height": 800})
    session = hand.client.cookies["session"].value
    page.context.add_cookies([{"name": "session", "value": session, "url": live_server.url}])
    page.goto("/raise/contact/files/")
    return page


def choose(page, *files):
    page.set_input_files("input[type=file]", list(files))


def kept(page):
    page.locator("progress").first.wait_for(state="detached")
    return page.locator("#kept-files bdi:visible").all_inner_texts()


def on_post(page, *answers):
    """What becomes of each file in turn: "cut" on the way there, "deaf" on the way back, "fine"."""
    turns = list(answers)

    def answer(route):
        what = turns.pop(0) if route.request.method == "POST" and turns else "fine"
        if what == "cut":
            return route.abort("internetdisconnected")
        if what == "deaf":
            route.fetch(max_redirects=0)
            return route.abort("connectionreset")
        return route.continue_()

    page.route(STEP, answer)


def names():
    return sorted(SubmissionFile.objects.values_list("name", flat=True))


def test_each_file_is_added_as_soon_as_it_is_chosen(page, axe):
    choose(page, words("a.txt"), words("b.txt"))
    page.get_by_role("button", name="Remove b.txt").wait_for()
    assert set(kept(page)) == {"a.txt", "b.txt"}
    assert not page.get_by_role("button", name="Add the files").is_visible()
    axe(page)
    page.get_by_role("button", name="Remove a.txt").click()
    page.get_by_text("We removed the file").wait_for()
    assert names() == ["b.txt"]


def test_a_line_cut_twice_costs_one_file_which_is_tried_again(page, axe):
    on_post(page, "fine", "cut", "fine", "cut", "fine")
    choose(page, words("a.txt"), words("b.txt"), words("c.txt"))
    again = page.get_by_role("button", name="Try again b.txt")
    again.wait_for()
    page.locator("#kept-files").get_by_text("c.txt").first.wait_for()
    assert names() == ["a.txt", "c.txt"]
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    again.click()
    again.wait_for()
    again.click()
    again.wait_for(state="detached")
    page.locator("#kept-files").get_by_text("b.txt").first.wait_for()
    assert names() == ["a.txt", "b.txt", "c.txt"]


def test_a_file_whose_answer_was_lost_is_not_doubled(page):
    on_post(page, "deaf")
    choose(page, words("a.txt"))
    page.get_by_role("button", name="Try again").click()
    page.locator("#kept-files").get_by_text("a.txt").first.wait_for()
    assert names() == ["a.txt"]


def test_a_refused_file_says_why_and_costs_no_other(page, axe):
    choose(page, {"name": "x.exe", "mimeType": "x/y", "buffer": b"MZ\x90\0"}, words("a.txt"))
    page.locator("#kept-files").get_by_text("a.txt").first.wait_for()
    line = page.get_by_role("listitem").filter(has_text="We cannot take “x.exe”")
    axe(page)
    line.get_by_role("button", name="Remove").click()
    line.wait_for(state="detached")
    assert names() == ["a.txt"]


def test_a_film_is_refused_before_it_is_sent(page):
    sent = []
    page.on("request", lambda request: sent.append(1) if request.method == "POST" else None)
    choose(page, words("film.mp4", bytes(10 * 1024 * 1024 + 1)))
    page.get_by_text("This file is too large. Choose a file smaller than 10 MB.").first.wait_for()
    assert sent == []


def test_continue_waits_for_the_files_that_are_on_their_way(page):
    choose(page, words("a.txt"), words("b.txt"))
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/raise/contact/you/")
    assert names() == ["a.txt", "b.txt"]


def test_continue_stays_once_where_a_file_was_not_added(page):
    on_post(page, "cut")
    choose(page, words("a.txt"))
    page.get_by_role("button", name="Continue").click()
    page.locator("button:focus").filter(has_text="Try again").wait_for()
    assert page.url.endswith("/raise/contact/files/")
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/raise/contact/you/")
