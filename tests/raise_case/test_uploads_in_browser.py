"""Browser tests of file uploads with scripts: one request for each file, so a lost connection affects one file
only.
"""

import pytest

from casework.questionnaires.models import SubmissionFile

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
STEP = "**/raise/contact/files/**"


def words(name, content=b"Dear operator"):
    return {"name": name, "mimeType": "text/plain", "buffer": content + name.encode()}


@pytest.fixture
def page(hand, new_page, live_server):
    """Return a page 320 pixels wide on the step that takes files."""
    hand.fill(until="files")
    page = new_page(viewport={"width": 320, "height": 800})
    session = hand.client.cookies["session"].value
    page.context.add_cookies([{"name": "session", "value": session, "url": live_server.url}])
    page.goto("/raise/contact/files/")
    return page


def choose(page, *files):
    page.set_input_files("input[type=file]", list(files))


def listed_files(page):
    page.locator("progress").first.wait_for(state="detached")
    return page.locator("#kept-files bdi:visible").all_inner_texts()


def on_post(page, *answers):
    """Set the outcome of each POST in turn: "cut" fails before, "deaf" after the server responds, "fine" succeeds."""
    outcomes = list(answers)

    def answer(route):
        outcome = outcomes.pop(0) if route.request.method == "POST" and outcomes else "fine"
        if outcome == "cut":
            return route.abort("internetdisconnected")
        if outcome == "deaf":
            route.fetch(max_redirects=0)
            return route.abort("connectionreset")
        return route.continue_()

    page.route(STEP, answer)


def names():
    return sorted(SubmissionFile.objects.values_list("name", flat=True))


def test_file_is_uploaded_when_it_is_chosen(page, axe):
    choose(page, words("a.txt"), words("b.txt"))
    page.get_by_role("button", name="Remove b.txt").wait_for()
    assert set(listed_files(page)) == {"a.txt", "b.txt"}
    assert not page.get_by_role("button", name="Add the files").is_visible()
    axe(page)
    page.get_by_role("button", name="Remove a.txt").click()
    page.get_by_text("We removed the file").wait_for()
    assert names() == ["b.txt"]


def test_failed_upload_can_be_retried_and_affects_no_other_file(page, axe):
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


def test_upload_whose_response_was_lost_is_stored_once(page):
    on_post(page, "deaf")
    choose(page, words("a.txt"))
    page.get_by_role("button", name="Try again").click()
    page.locator("#kept-files").get_by_text("a.txt").first.wait_for()
    assert names() == ["a.txt"]


def test_refused_upload_shows_the_reason_and_affects_no_other_file(page, axe):
    choose(page, {"name": "x.exe", "mimeType": "x/y", "buffer": b"MZ\x90\0"}, words("a.txt"))
    page.locator("#kept-files").get_by_text("a.txt").first.wait_for()
    line = page.get_by_role("listitem").filter(has_text="We cannot take “x.exe”")
    axe(page)
    line.get_by_role("button", name="Remove").click()
    line.wait_for(state="detached")
    assert names() == ["a.txt"]


def test_file_too_large_is_refused_before_uploading(page):
    sent = []
    page.on("request", lambda request: sent.append(1) if request.method == "POST" else None)
    choose(page, words("film.mp4", bytes(10 * 1024 * 1024 + 1)))
    page.get_by_text("This file is too large. Choose a file smaller than 10 MB.").first.wait_for()
    assert sent == []


def test_continue_waits_for_uploads_in_progress(page):
    choose(page, words("a.txt"), words("b.txt"))
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/raise/contact/you/")
    assert names() == ["a.txt", "b.txt"]


def test_continue_stays_on_the_page_once_after_a_failed_upload(page):
    on_post(page, "cut")
    choose(page, words("a.txt"))
    page.get_by_role("button", name="Continue").click()
    page.locator("[data-error-summary]:focus").get_by_text("a.txt was not added").wait_for()
    assert page.title().startswith("Error: ")
    assert page.url.endswith("/raise/contact/files/")
    page.get_by_role("link", name="a.txt was not added").click()
    page.locator("button:focus").filter(has_text="Try again").wait_for()
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/raise/contact/you/")


def live_history(page):
    """Record every text of the status regions from now on, and return a function that reads them."""
    page.evaluate("""() => {
        window.heard = [];
        const note = () => document.querySelectorAll("main [role=status]").forEach((region) => {
            const text = region.textContent.trim();
            if (text && window.heard.at(-1) !== text) window.heard.push(text);
        });
        new MutationObserver(note).observe(document.querySelector("main"), { childList: true, subtree: true });
    }""")
    return lambda: page.evaluate("window.heard")


def test_outcome_of_several_files_is_said_once_with_refusals_last(page):
    heard = live_history(page)
    choose(page, {"name": "x.exe", "mimeType": "x/y", "buffer": b"MZ\x90\0"}, words("a.txt"))
    page.get_by_role("status").filter(has_text="x.exe").wait_for()
    (said,) = heard()
    assert said.startswith("a.txt: added. ")
    assert said.count("x.exe") == 1


def test_continue_during_an_upload_says_to_the_eye_that_it_waits(page):
    waiting = []  # the upload only: the form itself is posted to the same address once the upload is through
    page.route(STEP, lambda route: route.continue_() if waiting else waiting.append(route))
    choose(page, words("a.txt"))
    button = page.get_by_role("button", name="Continue")
    button.click()
    sentence = page.get_by_text("You can continue once your files have uploaded.")
    sentence.wait_for()
    assert button.get_attribute("aria-busy") == "true"
    assert abs(sentence.bounding_box()["y"] - button.bounding_box()["y"]) < 200
    waiting[0].continue_()
    page.wait_for_url("**/raise/contact/you/")
