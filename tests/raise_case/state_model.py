"""What the random walk through the contact form keeps of each submission and device, and what it asserts.

The rules that draw the next action are in `state_machine.py`.
"""

import re
from dataclasses import dataclass, field
from html import unescape

from django.core.cache import cache
from django.db import transaction
from django.test import Client
from hypothesis.stateful import RuleBasedStateMachine

from casework.cases.models import Case, SafeContact
from casework.constituents.models import ContactPoint
from casework.questionnaires.models import Submission
from casework.wall.scope import ALL, scoped
from tests.raise_case import answers as form

START = "/raise/contact/"


@dataclass(eq=False)
class ModelSubmission:
    """The model's state of one submission."""

    given: dict = field(default_factory=dict)
    files: list = field(default_factory=list)
    is_tied: bool = False  # tied to the account that signed in
    sent: bool = False

    @property
    def is_unsafe(self):
        return self.given.get("safety", {}).get("safe") == "no"


class DeviceBrowser:
    """The browser of one device: its session, and two tabs with the step that each shows."""

    def __init__(self):
        self.client = Client()
        self.signed_in = False
        self.tabs = [form.FIRST, form.FIRST]
        self.last = self.other = self._current = None

    @property
    def current(self):
        """Return the submission it has the key of, unless that is tied to an account not signed in here."""
        return self._current if self._current and (not self._current.is_tied or self.signed_in) else None

    @current.setter
    def current(self, model):
        self._current = model


class FormWalk(RuleBasedStateMachine):
    """The walk of one person over their devices. The test sets `ada`, who can sign in. `sent` counts all cases."""

    ada = None
    sent = 0

    def __init__(self):
        super().__init__()
        cache.clear()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.browsers = [DeviceBrowser(), DeviceBrowser()]
        self.browser = self.browsers[0]
        self.all = []
        self.cases = 0

    def teardown(self):
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    # --- Properties checked

    def assert_check_page_needs_all_answers(self, response):
        complete = (
            self.browser.current and form.first_open(self.browser.current.given, thorough=True) == "check"
        )
        assert response.status_code == (200 if complete and not self.browser.current.sent else 302)

    def assert_case_matches_check_page(self, model, shown, points_before):
        with scoped(ALL):
            case = Case.objects.select_related("member", "topic", "borough", "constituent").latest("pk")
            message = case.messages.get()
            files = [file.name for file in message.files.order_by("stored_at", "pk")]
            new = ContactPoint.objects.exclude(pk__in=points_before).values_list("value", flat=True)
            points = sorted(new)
            safe_contact_texts = list(SafeContact.objects.filter(case=case).values_list("way", flat=True))
        given = {
            name: value
            for step in form.effective_answers(model.given).values()
            for name, value in step.items()
        }
        assert (case.kind, case.nature, case.topic.slug) == (given["kind"], given["nature"], given["topic"])
        assert case.member.slug == given["member"]
        assert (case.borough.code if case.borough else "") == form.borough(model.given)
        assert case.safe_contact == (given["safe"] == "no")
        assert files == model.files
        assert points == sorted(
            filter(None, (given.get(kind) for kind in ("email", "phone", "postal_address")))
        )
        said = [
            case.subject,
            message.body,
            *(line["answer"] for line in case.answers),
            *points,
            *safe_contact_texts,
        ]
        name = case.constituent.name  # or the name from an earlier case of the same person
        said += [name] if marks_in([name]) <= marks_in(given.values()) else []
        assert marks_in(said) == marks_in(given.values())
        rows = rows_of(shown)
        assert marks_in(rows.values()) == marks_in(given.values())
        for line in case.answers:
            assert rows[line["question"]] == " ".join(line["answer"].split())
        changeable = {step for step in form.asked_steps(model.given) if not step.startswith("who-can-help")}
        assert set(re.findall(r"/raise/contact/([a-z-]+)/\?change=1", shown.text)) == changeable
        for name in files:
            assert name in shown.text

    # --- Helpers --------------------------------------------------------------------------------------------

    def pick_answers(self, table, step, pick):
        choices = table[step]
        return form.marked(choices[pick % len(choices)])

    def request(self, method, address, data=None):
        response = getattr(self.browser.client, method)(address, data or {})
        assert response.status_code < 500, (method, address, data)
        return response

    def get(self, step, *, change=False):
        response = self.request(
            "get", f"{START}{step}/".replace("//", "/"), {"change": "1"} if change else {}
        )
        assert response.status_code in {200, 302, 404}
        if step in form.ORDER or step in {"check", "nonsense"}:
            self.adopt_own_submission(step)
        if step == "check":
            self.assert_check_page_needs_all_answers(response)
        return response

    def post(self, step, data, *, change=False):
        return self.request("post", f"{START}{step}/" + ("?change=1" if change else ""), data)

    def show(self, tab, response):
        """Follow the redirects, and record the step the tab ends at."""
        for _ in range(4):
            if response.status_code != 302:
                break
            self.browser.tabs[tab] = response.url.split("?")[0].removeprefix(START).strip("/")
            response = self.request("get", response.url)
            if self.browser.tabs[tab] in {*form.ORDER, "check"}:
                self.adopt_own_submission(self.browser.tabs[tab])
        assert response.status_code in {200, 404, 409}

    def answer(self, step, answers, *, valid=True, change=False):
        self.browser.last = (step, answers, valid, change)
        model, possible = self.model_for(step)
        data = {f"{step}-{name}": value for name, value in answers.items()}
        response = self.post(step, data, change=change)
        if step == "files" and possible:
            possible = form.first_open(model.given, thorough=False) in {*after("files"), "check"}
        if not possible:
            assert response.status_code in {302, 409}
            return response
        stored = form.stored(answers) if valid else {}
        valid = valid and form.is_valid(step, stored, model.given)
        assert response.status_code == (302 if valid else 200), (step, answers, response.status_code)
        if valid:
            self.store(model, step, stored)
        else:
            assert "Error:" in response.text
        return response

    def model_for(self, step):
        """Return the model that a POST of this step changes, and whether the step is one that is asked."""
        if step != form.FIRST:
            self.adopt_own_submission(step)
        model = self.browser.current
        if model and model.sent:
            model = None if step == form.FIRST else model
        if model is None:
            return ModelSubmission(), step == form.FIRST
        return model, not model.sent and step in form.asked_steps(model.given)

    def store(self, model, step, stored):
        if model not in self.all:
            self.all.append(model)
            self.browser.current = model
        model.given = model.given | {step: stored}
        model.is_tied = model.is_tied or self.browser.signed_in

    def send_once(self, shown):
        model = self.browser.current
        ready = model and not model.sent and form.first_open(model.given, thorough=True) == "check"
        with scoped(ALL):
            points = list(ContactPoint.objects.values_list("pk", flat=True))
        response = self.post("check", {})
        if ready:
            assert response.url == f"{START}sent/"
            model.sent = True
            self.cases += 1
            type(self).sent += 1
            self.assert_case_matches_check_page(model, shown, points)
        with scoped(ALL):
            assert Case.objects.count() == self.cases
        if model and model.sent:
            row = self.row(model)
            assert row.case_reference in self.request("get", f"{START}sent/").text

    def row(self, model):
        return Submission.objects.order_by("started_at", "pk")[self.all.index(model)]

    def remove_model(self, model):
        self.all.remove(model)
        for browser in self.browsers:
            browser.current = None if browser._current is model else browser._current
            browser.other = None if browser.other is model else browser.other

    def make_current(self, model):
        browser = self.browser
        if (
            browser.current
            and browser.current is not model
            and not browser.current.sent
            and not browser.current.is_tied
        ):
            browser.other = browser.current
        browser.current = model

    def own(self):
        """Return the unsent submissions the signed-in person can continue anywhere, newest first."""
        mine = [each for each in self.all if each.is_tied and not each.sent and not each.is_unsafe]
        return mine[::-1] if self.browser.signed_in else []

    def current_or_own(self):
        return self.browser.current or next(iter(self.own()), None)

    def adopt_own_submission(self, step):
        """Make the newest own submission current for a signed-in person whose browser has none."""
        if self.browser.current is None and step != form.FIRST and self.own():
            self.browser.current = self.own()[0]


def after(step):
    """Return this step and the steps after it."""
    return form.ORDER[form.ORDER.index(step) :]


def marks_in(texts):
    joined = "\n".join(" ".join(text) if isinstance(text, list) else str(text) for text in texts)
    return set(re.findall(r"#\d+#|(?<=amina\.)\d+(?=\.x@)|(?<= x)\d+", joined))


def rows_of(page):
    """Return the summary list of the check page as {question: answer}."""
    found = re.findall(r"<dt[^>]*>(.*?)</dt>\s*<dd[^>]*>(.*?)</dd>", page.text, re.S)
    return {plain_text(key): plain_text(value) for key, value in found}


def plain_text(html):
    return " ".join(unescape(re.sub(r"<[^>]+>", "", html)).split())
