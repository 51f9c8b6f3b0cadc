"""Accessibility barriers to insert into our own pages, to test whether the harness finds them (B-69).

A barrier changes the HTML of a saved page, its styles or its script. `why_not` explains a barrier that machines
do not find.
"""

import re
from dataclasses import dataclass, field

HOME, HELP = "home", "content page: help"
ABOUT, DETAILS, YOU, WRONG = (f"raise a case: {step}" for step in ("about", "details", "you", "you, refused"))
CHECK, SIGN_IN, CODE, NO_CODE = "raise a case: check", "staff sign-in", "code: enter", "code: wrong"
FILES, KEPT, PREVIEW = "raise a case: files", "my case: refused with a file", "reply: preview with a file"
CASE, QUEUE, ASSIGN, DONE = "my case: my turn", "queue", "assign", "note: saved"
PIXEL = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="
A_PERSON = "only people can judge it: docs/acceptance asks them"


@dataclass(frozen=True)
class Barrier:
    """A barrier. `changes` are pairs of a regular expression and its replacement, each applied once."""

    name: str
    page: str
    changes: tuple[tuple[str, str], ...] = ()
    css: str = ""
    js: str = ""
    why_not: str = field(default="", compare=False)

    def insert_into(self, html: str) -> str:
        for pattern, replacement in self.changes:
            html, count = re.subn(pattern, replacement, html, count=1, flags=re.DOTALL)
            if not count:
                raise ValueError(f"{self.name}: {self.page} has no {pattern}")
        return html

    def extra(self) -> dict[str, str]:
        return {"css": self.css, "js": self.js}


def html(name, page, *changes, why_not=""):
    return Barrier(name, page, tuple(zip(changes[::2], changes[1::2], strict=True)), why_not=why_not)


def style(name, page, css, why_not=""):
    return Barrier(name, page, css=css, why_not=why_not)


def script(name, page, js, why_not=""):
    return Barrier(name, page, js=js, why_not=why_not)


FIRST_BOX = r"(<(?:input|textarea)(?![^>]*(?:hidden|radio|checkbox))[^>]*?)(\s*/?>)"
IN_MAIN = r"(<main[^>]*>)"
NAMES = [
    html("a label that belongs to nothing", YOU, r'<label([^>]*) for="id_you-email"|<label([^>]*?)\s+for="id_you-email"', r"<label\1"),
    html("a placeholder in place of a label", YOU, r'<label[^>]*for="id_you-email"[^>]*>.*?</label>', "", r'(<input[^>]*id="id_you-email"[^>]*?)>', r'\1 placeholder="Email address">'),
    style("a label that eyes do not see", YOU, 'label[for="id_you-email"] { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%) }'),
    html("an error that belongs to no box", WRONG, r' aria-describedby="([^"]*?)\s*id_you-email-error"', ""),
    html("a hint that belongs to no box", HOME, r'\s*aria-describedby="id_postcode-hint"', ""),
    html("a group of answers without its question", ABOUT, r"<fieldset[^>]*>", "<div>", r"</fieldset>", "</div>", r"<legend", "<p", r"</legend>", "</p>"),
    html("an empty legend", ABOUT, r"(<legend[^>]*>).*?(</legend>)", r"\1\2"),
    html("an error summary whose links lead nowhere", WRONG, r'href="#id_you-email"', 'href="#nowhere"'),
    html("a title that does not say that something is wrong", WRONG, r"<title>Error: ", "<title>"),
    html("an error that only a red line shows", WRONG, r'<p id="id_you-email-error".*?</p>', ""),
    html("no autocomplete for one's own email address", YOU, r'(name="you-email"[^>]*?) autocomplete="email"', r"\1"),
    script("a box that takes no paste", CODE, "document.querySelectorAll('input').forEach((box) => box.addEventListener('paste', (event) => event.preventDefault()));"),
    html("a button without words", CASE, r'(<button class="govuk-button[^>]*>)\s*Send reply\s*(</button>)', r'\1<svg aria-hidden="true" width="20" height="20"><path d="M0 0h20v20z"/></svg>\2'),
    html("a link that says “click here”", HELP, IN_MAIN, r'\1<p>For the form <a href="/raise/contact/">click here</a>.</p>'),
    html("a link without words", HELP, IN_MAIN, r'\1<p><a href="/help/"></a>Help</p>'),
    html("a button called otherwise than it says", CASE, r'(<button class="govuk-button[^>]*)>(\s*Send reply)', r'\1 aria-label="Submit form">\2'),
    html("an attribute that does not fit its role", HELP, IN_MAIN, r'\1<p><a href="/help/" aria-checked="true">Help</a></p>'),
    html("a tick box made of a span, without its state", HELP, IN_MAIN, r'\1<span role="checkbox" tabindex="0">I agree</span>'),
    html("a button that is a div", HELP, IN_MAIN, r'\1<div role="button">Show more</div>'),
    html("hidden from readers, but not from the keyboard", HELP, IN_MAIN, r'\1<div aria-hidden="true"><a href="/help/">Help</a></div>'),
    html("two things with one id", YOU, IN_MAIN, r'\1<p id="id_you-email">Email</p>'),
    html("a message that tells nobody", DONE, r'(id="result"[^>]*?) role="status"', r"\1"),
]  # fmt: skip
READING = [
    html("no first heading", HELP, r"<h1>(.*?)</h1>", r'<p class="h1">\1</p>'),
    html("a heading level left out", HELP, r"<h2(.*?)</h2>", r"<h4\1</h4>"),
    style("a heading that only looks like one", HELP, ".cms-prose p:first-of-type { font-size: 32px; font-weight: bold }"),
    html("no language", HOME, r'<html lang="en"', "<html"),
    html("no main part", HOME, r"<main[^>]*>", "<div>", r"</main>", "</div>"),
    html("a way past the navigation that leads nowhere", HOME, r'href="#main" class="ui-skip"', 'href="#content" class="ui-skip"'),
    html("a table without headings", QUEUE, r"<thead.*?</thead>", ""),
    html("a list that is broken", CHECK, r'<dl class="govuk-summary-list">', '<dl class="govuk-summary-list"><p>Answers</p>'),
    html("a picture without words", HELP, IN_MAIN, rf'\1<img src="{PIXEL}" width="200" height="50">'),
    html("a heading that is a picture", HELP, r"<h1>.*?</h1>", rf'<h1><img src="{PIXEL}" width="300" height="40" alt="Help"></h1>'),
    html("a name from right to left without <bdi>", "my case: my turn (right to left)", r"<h1[^>]*><bdi>(.*?)</bdi></h1>|<bdi>([^<]*[\u0590-\u08ff][^<]*)</bdi>", r"<h1>\1\2</h1>"),
    html("a paragraph in French that does not say so", HELP, IN_MAIN, r"\1<p>Vous pouvez écrire à votre élu en français, et nous vous répondrons.</p>", why_not="guessing a language from a few words gives false alarms on names and places"),
    html("an instruction by place and colour", HELP, IN_MAIN, r"\1<p>Press the green button on the right.</p>", why_not=A_PERSON),
]  # fmt: skip
SEEING = [
    style("grey on white", HELP, ".cms-prose p { color: #9a9a9a !important }"),
    style("too little contrast in the dark alone", HELP, "@media (prefers-color-scheme: dark) { .cms-prose p { color: #444 !important } }"),
    style("links known by their colour alone", CASE, "main a { text-decoration: none !important; color: inherit !important }"),
    style("a page of fixed width", HELP, "main { width: 900px !important }"),
    style("words that do not wrap", HELP, ".cms-prose p { white-space: nowrap }"),
    style("a box that does not grow with its text", HELP, ".cms-prose { height: 90px; overflow: hidden }"),
    html("no zoom", HOME, r'width=device-width, initial-scale=1', "width=device-width, initial-scale=1, maximum-scale=1, user-scalable=no"),
    style("text on text", HELP, ".cms-prose h2 { position: relative; top: 30px; margin-bottom: 0 }"),
    style("a banner that stays and covers a small window", HELP, "main h1 { position: sticky; top: 0; min-height: 180px; width: 100%; background: white }"),
    style("a line that stays on what a link leads to", HELP, ":root.govuk-template { scroll-padding-block-start: 0 !important }"),
    style("a box to tick on its own words", KEPT, ".govuk-checkboxes__label { padding-inline-start: 1px !important } .govuk-checkboxes__input { margin-inline-start: -10px !important }"),
    style("a button that is only a colour", CASE, ".govuk-button { border: 0 !important; box-shadow: none !important; outline: 0 !important; forced-color-adjust: none }"),
    style("words that stand in the style sheet", HELP, '.cms-prose::before { content: "Important: read this first" }'),
    style("words that print leaves out", HELP, "@media print { .cms-prose { display: none } }"),
    style("a link of twelve pixels beside others", HELP, ".ui-nav a { font-size: 13px; line-height: 12px; padding: 0 !important; min-height: 0 !important; display: inline-block } .ui-nav ul { gap: 0 !important } .ui-nav li { line-height: 12px; margin: 0 !important; float: none; display: block }"),
    style("only for upright screens", HELP, "@media (orientation: landscape) { html { transform: rotate(-90deg) } }"),
    style("help that only a mouse brings", HELP, ".cms-prose p { visibility: hidden } .cms-prose:hover p { visibility: visible }", why_not="what is hidden until then looks like what is not there; the tests of each page name its words"),
]  # fmt: skip
ACTING = [
    style("no sign of where the focus is", HELP, "*:focus, *:focus-visible { outline: 0 !important; box-shadow: none !important; background: inherit !important; color: inherit !important; text-decoration: inherit !important } a:focus { background: none !important } .ui-skip { display: none }"),
    style("a stop behind something that stays", HELP, "body::after { } main { position: relative } footer { position: fixed; inset: 0; background: white; z-index: 9 }"),
    style("an order that the eye does not follow", YOU, "main form { display: flex; flex-direction: column-reverse }"),
    script("a trap for the keyboard", CASE, "document.querySelector('textarea').addEventListener('keydown', (event) => event.key === 'Tab' && event.preventDefault());"),
    html("a button that the keyboard passes by", CASE, r'(<button class="govuk-button")', r'\1 tabindex="-1"'),
    html("an order of its own", HELP, IN_MAIN, r'\1<p><a href="/help/" tabindex="5">Help</a></p>'),
    html("a form that only a script sends", YOU, r'<button class="govuk-button">', '<button type="button" class="govuk-button">', r'<button class="ui-link-button"[^>]*>.*?</button>', ""),
    html("a film that starts by itself", HELP, IN_MAIN, r'\1<video autoplay muted loop width="100" height="50"></video>'),
    style("something that never stands still", HELP, "@keyframes a { to { opacity: .4 } } main h1 { animation: a 1s infinite alternate }"),
    html("a script of somebody else", HOME, r"</head>", '<script src="https://example.org/follow.js"></script></head>'),
]  # fmt: skip
WORDS = [
    html("two steps with one title", DETAILS, r"<title>[^<]*</title>", "<title>How can the office reach you? – Your case – Contact your London Assembly Members</title>"),
    html("a line break that is written out", HELP, IN_MAIN, r"\1<p>It can take a few minutes.\\n\\nLook in your spam folder.</p>"),
    html("a dialog that waits in the page", HELP, IN_MAIN, r"\1<dialog><p>You have been signed out.</p></dialog>"),
    html("a button whose value is a UUID", YOU, r'(<button class="ui-link-button"[^>]*?value=)"[^"]*"', r'\1"1b4e28ba-2fa1-11d2-883f-0016d3cca427"'),
    html("an answer that a text browser gives by itself", ABOUT, r"<noscript>.*?</noscript>", ""),
    html("English that says it is Arabic", HOME, r'<html lang="en"', '<html lang="ar"'),
    html("an error that only repeats the label", WRONG, r'(<p id="id_you-email-error".*?</span>).*?(</p>)', r"\1 Email address (optional)\2"),
    html("two links of one name", HELP, IN_MAIN, r'\1<p><a href="/help/">Open the case</a> <a href="/news/">Open the case</a></p>'),
    html("two headings of one text", CASE, IN_MAIN, r"\1<h2>You</h2><h2>You</h2>"),
    html("a file that is lost with a refused reply", KEPT, r'<ul class="ui-files">.*?</ul>', ""),
    html("a file that is lost with a preview", PREVIEW, r'<ul class="draft-files".*?</ul>', "", r'<p class="ui-soft"><bdi>lift\.png</bdi>[^<]*</p>', ""),
    html("a wrong code that stays in its box", NO_CODE, r'autocomplete="one-time-code"', 'autocomplete="one-time-code" value="00000000"'),
    html("a summary of errors that a script alone gives focus", WRONG, r" data-error-summary autofocus", " data-error-summary"),
    style("an order of the list that a phone cannot choose", QUEUE, "@media (max-width: 47.99em) { .queue-sort { display: none } }"),
    style("a column that a phone leaves out", QUEUE, "@media (max-width: 47.99em) { .queue .queue__deadline { display: none } }"),
    script("a refused file that the next one talks over", FILES, "new MutationObserver(() => { const line = document.querySelector('.ui-uploads + [role=status]'); if (line?.textContent.includes('bad.exe')) line.textContent = 'photo.jpg: added.'; }).observe(document.body, { childList: true, subtree: true });"),
]  # fmt: skip
BARRIERS = [*NAMES, *READING, *SEEING, *ACTING, *WORDS]
