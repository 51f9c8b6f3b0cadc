"""What a text browser makes of a page: it knows no styles, no scripts and no `hidden`, and reads everything out.

The checks read the HTML as it was served. Each returns sentences, and none when all is well.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from copy import copy

from bs4 import BeautifulSoup, Tag

from .page import Page

ESCAPE = re.compile(r"\\[nrt]|\\u[0-9a-f]{4}|&(?:amp|lt|gt|quot|nbsp|#\d+);|%\(\w+\)[sd]|\{\{|\{%")
UNREADABLE = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d*|yes|true|on")
SCRIPTS = {
    "ar": "\u0600-\u06ff",
    "ur": "\u0600-\u06ff",
    "bn": "\u0980-\u09ff",
    "gu": "\u0a80-\u0aff",
    "pa": "\u0a00-\u0a7f",
}
TITLES = "titles"


def words_of(tag: Tag) -> str:
    return " ".join(tag.get_text(" ").split())


def escapes(soup: BeautifulSoup, page: Page) -> list[str]:
    """Text that was meant for a machine: a line break as two letters, a placeholder, a sign twice encoded."""
    found = []
    for text in soup.find_all(string=ESCAPE):
        if not text.find_parent(["script", "style", "textarea"]):
            found.append(f"“{' '.join(text.split())[:80]}” shows how it is written in the code")
    return found


def only_for_scripts(soup: BeautifulSoup, page: Page) -> list[str]:
    """Words that only a script brings to light: text browsers read them out on every page."""
    parts = soup.select("dialog, template, [hidden]")
    return [f"<{part.name}> says “{words_of(part)[:60]}”, hidden or not" for part in parts if words_of(part)]


def labels_of_large_boxes(soup: BeautifulSoup, page: Page) -> list[str]:
    """Labels in one line with a box of several lines: w3m writes them beside the last of these lines."""
    beside = [box.find_previous_sibling() for box in soup.select("textarea")]
    labels = [each for each in beside if each is not None and each.name == "label"]
    return [f"“{words_of(label)}” stands beside the last line of its box" for label in labels]


def button_values(soup: BeautifulSoup, page: Page) -> list[str]:
    """Text browsers show the value of a button instead of its words."""
    buttons = [button for button in soup.select("button[value]") if button.get("type") != "button"]
    return [
        f"the button “{words_of(button)}” is shown as “{button['value']}”"
        for button in buttons
        if UNREADABLE.fullmatch(button["value"]) and words_of(button).lower() != button["value"]
        and not words_of(button).lower().startswith(button["value"] + " ")
    ]  # fmt: skip


def first_answers(soup: BeautifulSoup, page: Page) -> list[str]:
    """Text browsers choose the first of several radio buttons, unless one is chosen or says "not answered"."""
    groups: dict[str, list[Tag]] = defaultdict(list)
    for radio in soup.select("input[type=radio][name]"):
        groups[radio["name"]].append(radio)
    return [
        f"a text browser answers “{name}” by itself"
        for name, radios in groups.items()
        if not any(radio.has_attr("checked") for radio in radios)
    ]


def language(soup: BeautifulSoup, page: Page) -> list[str]:
    """The letters of the page are those of the language that it claims (WCAG 3.1.1), where those are its own.

    Names and what people wrote may be in any.
    """
    named = soup.html.get("lang", "").split("-")[0] if soup.html else ""
    shown = copy(soup.main or soup)
    foreign = f"[lang]:not([lang={named}])" if named else "[lang]"
    for part in shown.select(f"{foreign}, [dir=auto], bdi, textarea"):
        part.extract()
    letters = re.findall(r"[^\W\d_]", words_of(shown))
    gallery = page.url.startswith("/gallery/")  # shows parts of pages from right to left, in English
    if named not in SCRIPTS or not letters or gallery:
        return []
    own = sum(bool(re.match(f"[{SCRIPTS[named]}]", letter)) for letter in letters)
    return [] if own * 2 > len(letters) else [f"the page says that it is in “{named}” and is not"]


def repeated(soup: BeautifulSoup, page: Page) -> list[str]:
    """Headings of one text, and links of one name that lead to different places."""
    main = soup.main or soup
    # What two people wrote within one minute has one time.
    headings = [words_of(heading) for heading in main.select("h2, h3, h4") if not heading.find("time")]
    found = [
        f"{headings.count(each)} headings say “{each}”"
        for each in sorted(set(headings))
        if headings.count(each) > 1
    ]
    places: dict[str, set[str]] = defaultdict(set)
    for link in main.select("a[href]"):
        places[link.get("aria-label") or words_of(link)].add(link["href"].partition("#")[0])
    return found + [f"{len(to)} links are called “{name}”" for name, to in places.items() if len(to) > 1]


def errors_that_say_more(soup: BeautifulSoup, page: Page) -> list[str]:
    """An error says what to do and what was wrong, and not the label once more."""
    found = []
    for error in soup.select(".govuk-error-message[id$=-error]"):
        box = error["id"].removesuffix("-error")
        labels = [words_of(label) for label in soup.select(f'label[for="{box}"]')]
        said = words_of(error).removeprefix("Error:").strip()
        found += [f"the error of “{said}” is its label" for label in labels if said == label]
    return found


def files_kept(soup: BeautifulSoup, page: Page) -> list[str]:
    """A form that is shown again still has the files that were sent with it."""
    box = soup.select_one("main input[type=file]")
    if box is None:
        return []
    shown = words_of(box.find_parent("form") or soup.main)
    return [f"the file “{name}” was sent and is gone" for name in page.files if name not in shown]


def codes_emptied(soup: BeautifulSoup, page: Page) -> list[str]:
    """A code that was refused does not stay in its box, where the next one would be typed behind it."""
    boxes = soup.select("main input[autocomplete=one-time-code][value]")
    return [f"the refused code “{box['value']}” stays in its box" for box in boxes if box["value"]]


CHECKS = (
    escapes,
    only_for_scripts,
    labels_of_large_boxes,
    button_values,
    first_answers,
    language,
    repeated,
    errors_that_say_more,
    files_kept,
    codes_emptied,
)


def findings(page: Page) -> list[str]:
    """Return what is wrong with a page for a text browser. Mails have no forms, but the same words."""
    soup = BeautifulSoup(page.html, "html.parser")
    return [what for check in CHECKS for what in check(soup, page)]


def shared_titles(pages: Iterable[Page]) -> list[tuple[str, str]]:
    """Return (page, sentence) for pages with one title and different headings, which a tab or history mixes up.

    Headings that are a person's own words do not count: a title never repeats those.
    """
    by_title: dict[str, dict[str, str]] = defaultdict(dict)
    for page in pages:
        if page.mail or page.status >= 500:
            continue
        soup = BeautifulSoup(page.html, "html.parser")
        heading = soup.h1
        if soup.title is None or heading is None or heading.find("bdi"):
            continue
        title = words_of(soup.title).removeprefix("Error: ")
        by_title[title].setdefault(words_of(heading), page.name)
    return [
        (sorted(names.values())[0], f"“{title}” is the title of {', '.join(sorted(names))}")
        for title, names in by_title.items()
        if len(names) > 1
    ]
