"""The first case of an installation, over HTTP as people would: raised, answered and read. No browser, no database."""

import http.client
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from html import unescape
from urllib.parse import urlencode, urlsplit

import pyotp
from aiosmtpd.controller import Controller

from scripts.console import Refusal

HOST, PORT = "casework.example", 8000
PASSWORD = "otters under the old bridge"  # noqa: S105  of an installation that is thrown away
MANAGER, RESIDENT = "manager@wessex.example", "resident@people.example"
SUBJECT, REPLY = "The ferry leaves early", "We have asked the ferry company for its times."
REFERENCE = re.compile(r"\bWX-[2-9A-Y]{4}-[2-9A-Y]{4}\b")
PATIENCE = 120  # seconds for a mail to come, or the web server to answer
# Each step of the standard form, and what someone answers who lives in a place that has no postcode data.
ANSWERS = {
    "safety": {"safe": "yes"},
    "device": {"shared": "no"},
    "danger": {},
    "about": {"kind": "problem", "nature": "casework"},
    "for-whom": {"for_whom": "me"},
    "topic": {"topic": "transport"},
    "where": {"where": "borough", "where_borough": "E90000001"},
    "member": {"member": "thomasin-yeo"},
    "details": {"subject": SUBJECT, "what_happened": "It left five minutes early on Monday."},
    "help": {},
    "files": {},
    "you": {"name": "Bathsheba Crick", "email": RESIDENT},
    "language": {"language": "en"},
}


class Mail:
    """Every message that reached the mail server, oldest first."""

    def __init__(self):
        self.messages = []

    async def handle_DATA(self, server, session, envelope):
        self.messages.append((envelope.rcpt_tos, message_from_bytes(envelope.content, policy=policy.default)))
        return "250 OK"

    def find(self, to: str, pattern: str) -> str:
        """What the pattern's first group is in the latest mail to someone, once one has it."""
        stop = time.monotonic() + PATIENCE
        while time.monotonic() < stop:
            for people, message in reversed(self.messages):
                text = f"{message['Subject']}\n{message.get_body(('plain',)).get_content()}"
                if to in people and (found := re.search(pattern, text)):
                    return found[1]
            time.sleep(1)
        raise Refusal(f"No mail to {to} came within {PATIENCE} seconds. Does the worker run?")


@contextmanager
def mail_server() -> Iterator[Mail]:
    mail = Mail()
    controller = Controller(mail, hostname="127.0.0.1", port=25)
    controller.start()
    try:
        yield mail
    finally:
        controller.stop()


class Browser:
    """Follows links and sends forms through the web server, as behind the proxy of the page."""

    def __init__(self):
        self.cookies: dict[str, str] = {}
        self.page, self.path = "", ""
        self.app: pyotp.TOTP | None = None  # the authenticator app of staff

    def _ask(self, method: str, path: str, body: str = "") -> http.client.HTTPResponse:
        link = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
        headers = {
            "Host": HOST,
            "X-Forwarded-Proto": "https",
            "X-Forwarded-For": "203.0.113.7",
            "Referer": f"https://{HOST}/",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        }
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        link.request(method, path, body or None, headers)
        answer = link.getresponse()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _equals, rest = value.partition("=")
                self.cookies[key] = rest.split(";")[0]
        self.page = answer.read().decode(errors="replace")
        return answer

    def status(self, path: str) -> int:
        return self._ask("GET", path).status

    def get(self, path: str) -> str:
        """Open a page, wherever it leads. Raises Refusal unless it is one."""
        for _redirect in range(10):
            answer = self._ask("GET", path)
            if answer.status not in (301, 302):
                break
            path = _path(answer.headers["Location"])
        self.path = path
        if answer.status != 200:
            raise Refusal(f"{path} answered {answer.status}.")
        return self.page

    def send(self, path: str = "", **fields: str) -> str:
        """Send the form of the page that is open, and open the page that follows."""
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.page)
        data = {"csrfmiddlewaretoken": token[1] if token else "", **fields}
        path = path or self.path
        answer = self._ask("POST", path, urlencode(data))
        if answer.status != 302:
            errors = re.findall(r"govuk-error-message[^>]*>(.*?)</p>", self.page, re.DOTALL)
            raise Refusal(f"{path} did not take the form ({answer.status}): {' '.join(errors)[:500]}")
        return self.get(_path(answer.headers["Location"]))

    def hidden(self, name: str) -> str:
        found = re.search(rf'<input[^>]*name="{name}"[^>]*value="([^"]*)"', self.page)
        if found is None:
            raise Refusal(f"{self.path} has no field {name}.")
        return unescape(found[1])


def _path(address: str) -> str:
    parts = urlsplit(address)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def wait_for_web() -> None:
    stop = time.monotonic() + PATIENCE
    while time.monotonic() < stop:
        try:
            Browser().get("/health/ready")
            return
        except (OSError, Refusal, http.client.HTTPException):
            time.sleep(1)
    raise Refusal(f"The web server does not answer within {PATIENCE} seconds.")


def raise_and_answer(*, link: str, mail: Mail) -> tuple[str, Browser]:
    """From the administrator's link to an answer that the constituent reads. Returns the reference and the manager."""
    administrator = come_in(link, name="Arabella Fray")
    administrator.get("/office/administration/manager/")
    administrator.send(email=MANAGER, name="Elizabeth Endorfield", office="harbour")
    manager = come_in(
        mail.find(MANAGER, r"(https://\S+/accounts/invitation/\S+)"), name="Elizabeth Endorfield"
    )
    reference = raise_a_case()
    answer(manager, reference)
    read_the_answer(reference, mail)
    return reference, manager


def read_again(reference: str, manager: Browser) -> None:
    """Sign in anew, as everyone does after a restore, and find the case with its reply."""
    manager.cookies.clear()
    manager.get("/accounts/login/")
    manager.send(login=MANAGER, password=PASSWORD)
    manager.send(code=manager.app.now())
    if REPLY not in manager.get(f"/office/cases/{reference}/"):
        raise Refusal("The case is not there any more, or not its reply.")


def is_gone(reference: str, manager: Browser) -> None:
    """Raise Refusal if the office still finds the case."""
    if manager.status(f"/office/cases/{reference}/") != 404 or SUBJECT in manager.get(
        "/office/cases/?view=all"
    ):
        raise Refusal("The case that was erased by hand is still there.")


def come_in(link: str, *, name: str) -> Browser:
    """Accept an invitation with a name and a password, and add an authenticator app."""
    browser = Browser()
    browser.get(_path(link))
    browser.send(answer="accept", name=name, password=PASSWORD, again=PASSWORD)
    browser.get("/accounts/2fa/app/add/")
    secret = re.search(r"\b[A-Z2-7]{32}\b", re.sub(r"(?<=[A-Z2-7]{4}) (?=[A-Z2-7]{4})", "", browser.page))
    browser.app = pyotp.TOTP(secret[0])
    browser.send(code=browser.app.now())
    return browser


def raise_a_case() -> str:
    """Answer every step of the form. Returns the reference on the page that confirms it."""
    browser = Browser()
    browser.get("/raise/contact/")
    while (step := browser.path.split("?")[0].strip("/").split("/")[-1]) != "check":
        if step not in ANSWERS:
            raise Refusal(f"The form asks a step that no one expected: {browser.path}")
        browser.send(**{f"{step}-{name}": value for name, value in ANSWERS[step].items()})
    browser.send()
    found = REFERENCE.search(browser.page)
    if found is None:
        raise Refusal(f"{browser.path} shows no reference.")
    return found[0]


def answer(manager: Browser, reference: str) -> None:
    if reference not in manager.get("/office/cases/?view=all"):
        raise Refusal("The case is not in the queue of its office.")
    manager.get(f"/office/cases/{reference}/")
    facts = {name: manager.hidden(name) for name in ("once", "seen")}
    manager.send(f"/office/cases/{reference}/reply/", body=REPLY, turn="office", **facts)


def read_the_answer(reference: str, mail: Mail) -> None:
    """Sign in with an emailed code and find the reply."""
    resident = Browser()
    resident.get("/accounts/login/code/")
    resident.send(email=RESIDENT)
    resident.send(code=mail.find(RESIDENT, r"Your code is (\d{4}\s?\d{4})"))
    if REPLY not in resident.get(f"/my-cases/{reference}/"):
        raise Refusal("The constituent does not find the answer.")
    for page in ("/", "/privacy/", "/accessibility/", "/help/"):
        resident.get(page)
