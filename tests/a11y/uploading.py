"""What is said while files are uploaded: the history of the live regions, and the page after "Continue"."""

from bs4 import BeautifulSoup

GOOD, BAD = "photo.jpg", "bad.exe"
LISTEN = """() => {
  window.heard = [];
  const note = () => {
    for (const region of document.querySelectorAll("main [role=status]")) {
      const text = region.textContent.trim();
      if (text && window.heard.at(-1) !== text) window.heard.push(text);
    }
  };
  const all = { childList: true, subtree: true, characterData: true };
  new MutationObserver(note).observe(document.querySelector("main"), all);
}"""
DONE = "() => !document.querySelector('progress') && window.heard.length > 0"
SETTLED = "() => new Promise((done) => setTimeout(done, 300))"  # what is said next must not wipe it out


def refusal(page) -> str:
    """Return the page as the server shows it again after a refused file."""
    soup = BeautifulSoup(page.html, "html.parser")
    box = soup.select_one("[data-upload] input[type=file]")
    error = soup.new_tag("p", id=f"{box['id']}-error")
    error.string = f"“{BAD}” is a program, which we cannot take."
    box.insert_before(error)
    return str(soup)


def upload(inspector, page) -> list[str]:
    """Upload a file that is refused and one that is taken, then continue. The server's answers are made up."""
    if "data-upload" not in page.html:
        return []
    tab = inspector.open(page)
    inspector.answers = [refusal(page), page.html]
    tab.evaluate(LISTEN)
    files = [{"name": name, "mimeType": "image/jpeg", "buffer": b"x"} for name in (BAD, GOOD)]
    tab.set_input_files("[data-upload] input[type=file]", files)
    for _look in range(50):  # our policy forbids what Playwright's own wait would do
        tab.evaluate(SETTLED)
        if tab.evaluate(DONE):
            break
    found = heard(tab.evaluate("window.heard"))
    tab.locator("main form .govuk-button-group .govuk-button").first.click()
    tab.evaluate(SETTLED)
    return [*found, *held(tab)]


def heard(history: list[str]) -> list[str]:
    """The outcome of several files is said once, with what went wrong last."""
    if len(history) != 1:
        return [f"after two files these were said, each over the one before: {history}"]
    if not (GOOD in history[0] and history[0].rfind(BAD) > history[0].rfind(GOOD)):
        return [f"a refused file is not the last that is said: “{history[0]}”"]
    return []


def held(tab) -> list[str]:
    """ "Continue" with a file that was not added says so once, above everything."""
    summary = tab.locator("[data-error-summary]")
    if not summary.count() or BAD not in summary.first.inner_text():
        return ["“Continue” says nothing about the file that was not added"]
    english = tab.evaluate("document.documentElement.lang") == "en"
    begins = tab.title().startswith("Error: ") or not english
    return [] if begins else ["the title does not begin with “Error:”"]
