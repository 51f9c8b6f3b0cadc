"""Journeys of a browser over HTTP, and their times."""

import http.client
import re
import statistics
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class WrongAnswer(Exception):
    """A page answered with another status than its journey expects."""


@dataclass
class Browser:
    """A connection that keeps its cookies, to a server on this machine."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    sent: int = 0  # requests
    received: int = 0  # bytes of bodies

    def __post_init__(self):
        self.link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def get(self, path, expect=200):
        return self.ask("GET", path, expect=expect)[1]

    def post(self, path, fields, expect=302):
        """Send a form and return the URL that the response redirects to."""
        data = {"csrfmiddlewaretoken": self.cookies.get("csrftoken", "")} | fields
        return self.ask("POST", path, urlencode(data, doseq=True), expect=expect)[0]

    def ask(self, method, path, body=None, *, expect):
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        status, headers, content = self.transfer(method, path, body, headers | (FORM if body else {}))
        self.sent += 1
        self.received += len(content)
        for line in headers.get_all("Set-Cookie", []):
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        if status != expect:
            raise WrongAnswer(f"{method} {path}: {status}, not {expect}: {content[-3000:].decode()}")
        where = urlsplit(headers.get("Location", ""))
        return f"{where.path}?{where.query}" if where.query else where.path, content.decode()

    def transfer(self, method, path, body, headers):
        self.link.request(method, path, body, headers)
        answer = self.link.getresponse()
        return answer.status, answer.headers, answer.read()


def hidden(page):
    """Return the hidden fields of a page by name."""
    return dict(HIDDEN.findall(page))


Journey = Callable[[Browser], None]


@dataclass(frozen=True)
class Figures:
    """The times of one load: seconds of each journey and in total."""

    times: list[float]
    took: float

    @property
    def median(self):
        return statistics.median(self.times) * 1000

    @property
    def p95(self):
        return statistics.quantiles(self.times, n=20)[-1] * 1000 if len(self.times) > 1 else self.median

    @property
    def rate(self):
        return len(self.times) / self.took


def measure(journey: Journey, browsers: list[Browser], *, seconds: float) -> Figures:
    """Let each browser repeat a journey until the time is over, at least once, all at the same time."""
    times: list[float] = []
    wrong: list[Exception] = []
    began = time.monotonic()

    def work(browser):
        try:
            while True:
                started = time.monotonic()
                journey(browser)
                times.append(time.monotonic() - started)
                if time.monotonic() - began > seconds:
                    return
        except Exception as error:
            wrong.append(error)

    threads = [threading.Thread(target=work, args=[browser]) for browser in browsers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if wrong:
        raise wrong[0]
    return Figures(times, time.monotonic() - began)
