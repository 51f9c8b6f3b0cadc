"""Every way through the form that a person could take, and what must be true on each (B-20).

Hypothesis draws what happens next: on, back, a jump, a page sent again, two tabs, a changed branch, a sign-in, a
session that ended, files in and out, another device, sending once or twice. Beside the service runs a model of what
was accepted (`answers.py`), and both must agree after every step.
"""

import re
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from html import unescape

from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from casework.cases.models import Case, SafeContact
from casework.constituents.models import ContactPoint
from casework.outbox.models import OutboxMessage
from casework.questionnaires.models import Submission
from casework.questionnaires.services import expire_submissions
from casework.scope import ALL, scoped
from tests.journeys.hands import code_in
from tests.raise_case import answers as form

START = "/raise/contact/"
AWAY = [*form.ORDER, "check", "later", "sent", "nonsense", ""]
STEPS = st.sampled_from(form.ORDER)
PICK = st.integers(0, 4)


@dataclass(eq=False)
class Written:
    """What the model knows of one submission."""

    given: dict = field(default_factory=dict)
    files: list = field(default_factory=list)
    theirs: bool = False  # tied to the person who signs in
    sent: bool = False

    @property
    def unsafe(self):
        return self.given.get("safety", {}).get("safe") == "no"


class Browser:
    """One device, its session, and two tabs with the step that each shows."""

    def __init__(self):
        self.client = Client()
        self.signed_in = False
        self.tabs = [form.FIRST, form.FIRST]
        self.last = self.aside = self._held = None

    @property
    def held(self):
        """What it holds the key to, unless that was tied to a person meanwhile who is not signed in here."""
        return self._held if self._held and (not self._held.theirs or self.signed_in) else None

    @held.setter
    def held(self, written):
        self._held = written


class AnyWayThrough(RuleBasedStateMachine):
    """`ada`, who signs in now and then, is set by the test. `sent` counts the cases of all runs."""

    ada = None
    sent = 0

    def __init__(self):
        super().__init__()
        cache.clear()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.browsers = [Browser(), Browser()]
        self.at = self.browsers[0]
        self.all = []
        self.cases = 0

    def teardown(self):
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    # --- What the person does -----------------------------------------------------------------------

    @rule(tab=st.integers(0, 1), pick=PICK)
    def go_on(self, tab, pick):
        """Answer the page that a tab shows, and go where that leads."""
        step = self.at.tabs[tab]
        if step in form.ORDER:
            response = self.answer(step, self.some(form.VALID, step, pick))
            self.show(tab, response)
        else:
            self.show(tab, self.get(form.FIRST))

    @rule(pick=PICK)
    def hurry(self, pick):
        """Answer everything that is open, as somebody does who knows what they want."""
        for _each in range(len(form.ORDER)):
            given = self.at.held.given if self.at.held and not self.at.held.sent else {}
            step = form.first_open(given, thorough=True)
            if step == "check":
                return
            answers = self.some(form.VALID, step, pick)
            if not form.is_valid(step, answers, given):
                answers = {"member": "hugh-marsh"}
            self.answer(step, answers)

    @rule(step=STEPS, pick=PICK, change=st.booleans())
    def answer_any(self, step, pick, change):
        """A page from the history, or one behind "Change"."""
        self.answer(step, self.some(form.VALID, step, pick), change=change)

    @rule(step=STEPS, pick=PICK)
    def answer_wrongly(self, step, pick):
        if step in form.INVALID:
            self.answer(step, self.some(form.INVALID, step, pick), valid=False)

    @rule(step=st.sampled_from(["safety", "where", "link", "language"]), pick=PICK)
    def send_hidden_fields_along(self, step, pick):
        more = {name: value for name, value in form.HIDDEN.items() if name.startswith(HIDDEN_ON[step])}
        self.answer(step, form.marked(more) | self.some(form.VALID, step, pick))

    @rule(tab=st.integers(0, 1), step=st.sampled_from(AWAY), change=st.booleans())
    def jump(self, tab, step, change):
        self.show(tab, self.get(step, change=change))

    @rule(tab=st.integers(0, 1))
    def back(self, tab):
        step = self.at.tabs[tab]
        before = form.ORDER[max(0, form.ORDER.index(step) - 1)] if step in form.ORDER else "language"
        self.show(tab, self.get(before))

    @precondition(lambda self: self.at.last)
    @rule()
    def send_the_page_again(self):
        """Reload after a POST: the browser sends the same once more."""
        step, answers, valid, change = self.at.last
        self.answer(step, answers, valid=valid, change=change)

    @rule(name=st.sampled_from(["a.txt", "b.txt", "ملف.txt"]), go_on=st.booleans())
    def upload(self, name, go_on):
        """A file; one that is there already stays one."""
        file = SimpleUploadedFile(name, b"Out of order", "text/plain")
        written, possible = self.written_for("files")
        response = self.post("files", {"files-files": [file]} | ({} if go_on else {"upload": "1"}))
        assert response.status_code in {302, 409}
        if possible and form.first_open(written.given, thorough=False) in {*after("files"), "check"}:
            written.files += [name] if name not in written.files else []
            if go_on:
                self.store(written, "files", {})

    @precondition(lambda self: self.at.held and self.at.held.files and not self.at.held.sent)
    @rule(number=st.integers(0, 9))
    def remove(self, number):
        written = self.at.held
        rows = list(self.row(written).files.all())
        number %= len(rows)
        response = self.post("files", {"remove": str(rows[number].uuid)})
        assert response.status_code == 302
        if form.first_open(written.given, thorough=False) in {*after("files"), "check"}:
            del written.files[number]

    @rule(times=st.integers(1, 2))
    def send(self, times):
        """Press "Send my case", perhaps twice."""
        shown = self.get("check")
        for _each in range(times):
            self.send_once(shown)

    @rule(pick=PICK, times=st.integers(1, 2))
    def hurry_and_send(self, pick, times):
        self.hurry(pick)
        self.send(times)

    @rule()
    def stop_for_now(self):
        page = self.get("later")
        assert page.status_code == (200 if self.at.held and not self.at.held.sent else 302)

    @rule(how=st.sampled_from(["later", "start"]))
    def delete(self, how):
        address, data = (f"{START}later/", {"delete": "1"}) if how == "later" else (START, {})
        written = self.at.held if how == "later" else self.held_or_own()
        self.ask("post", address, data)
        if written and not written.sent:
            self.forget(written)

    @rule()
    def sign_in(self):
        if not self.at.signed_in:
            self.at.client.force_login(self.ada)
            self.at.signed_in = True
            for written in (self.at._held, self.at.aside):
                if written and not written.sent:
                    written.theirs = True

    @rule(by_itself=st.booleans())
    def session_ends(self, by_itself):
        """Signed out, cookies cleared, or the time is up."""
        if by_itself:
            self.at.client.session.delete()
        else:
            self.ask("post", "/accounts/logout/")
        if by_itself or self.at.signed_in:
            self.at.held = self.at.aside = None
            self.at.signed_in = False

    @precondition(lambda self: self.at.held)
    @rule()
    def a_week_passes(self):
        Submission.objects.filter(pk=self.row(self.at.held).pk).update(expires_at=timezone.now())
        self.forget(self.at.held)
        assert expire_submissions() == 1

    @rule()
    def take_the_other_device(self):
        self.at = next(browser for browser in self.browsers if browser is not self.at)

    @precondition(lambda self: self.at.held and not self.at.held.sent and not self.at.held.theirs)
    @rule()
    def go_on_elsewhere_by_link(self):
        written = self.at.held
        mails = mails_so_far()
        self.ask("post", f"{START}later/", {"email": "amina@london.example"})
        if written.unsafe or "safety" not in written.given:
            assert mails_so_far() == mails
            return
        self.take_the_other_device()
        assert self.ask("post", link_in(newest_mail())).url == "/come-back/code/"
        assert self.ask("post", "/come-back/code/", {"code": code_in(newest_mail())}).url == START
        self.take_up(written)

    @precondition(lambda self: self.at.signed_in)
    @rule(number=st.integers(0, 3))
    def go_on_from_my_cases(self, number):
        page = self.ask("get", "/my-cases/").text
        links = list(dict.fromkeys(re.findall(r"/come-back/mine/[^/]+/", page)))
        mine = self.own()
        assert len(links) == len(mine)
        if mine:
            number %= len(mine)
            assert self.ask("post", links[number]).url == f"{START}check/"
            self.take_up(mine[number])

    @rule()
    def go_on_with_what_was_put_aside(self):
        aside = self.at.aside
        page = self.ask("get", START)
        shown = 'name="other"' in page.text
        usable = aside and not aside.sent and (not aside.theirs or self.at.signed_in)
        assert shown == bool(usable and page.status_code == 200)
        if shown:
            self.ask("post", START, {"other": "1"})
            self.at.held, self.at.aside = aside, self.at.held

    # --- What must be true ----------------------------------------------------------------------------

    @invariant()
    def what_is_kept_is_what_was_accepted(self):
        rows = list(Submission.objects.order_by("started_at", "pk"))
        assert len(rows) == len(self.all)
        for row, written in zip(rows, self.all, strict=True):
            assert row.is_sent == written.sent
            kept = {
                step: {name: value for name, value in answers.items() if value}
                for step, answers in row.answers.items()
            }
            assert kept == ({} if written.sent else written.given)
            if not written.sent:
                assert (row.person_id == self.ada.pk) == written.theirs
                assert [file.name for file in row.files.all()] == written.files

    def check_page_is_open_only_when_all_is_answered(self, response):
        complete = self.at.held and form.first_open(self.at.held.given, thorough=True) == "check"
        assert response.status_code == (200 if complete and not self.at.held.sent else 302)

    def the_case_is_what_was_shown(self, written, shown, points_before):
        with scoped(ALL):
            case = Case.objects.select_related("member", "topic", "borough", "constituent").latest("pk")
            message = case.messages.get()
            files = [file.name for file in message.files.order_by("stored_at", "pk")]
            new = ContactPoint.objects.exclude(pk__in=points_before).values_list("value", flat=True)
            points = sorted(new)
            ways = list(SafeContact.objects.filter(case=case).values_list("way", flat=True))
        given = {
            name: value for step in form.counting(written.given).values() for name, value in step.items()
        }
        assert (case.kind, case.nature, case.topic.slug) == (given["kind"], given["nature"], given["topic"])
        assert case.member.slug == given["member"]
        assert (case.borough.code if case.borough else "") == form.borough(written.given)
        assert case.safe_contact == (given["safe"] == "no")
        assert files == written.files
        assert points == sorted(
            filter(None, (given.get(kind) for kind in ("email", "phone", "postal_address")))
        )
        said = [case.subject, message.body, *(line["answer"] for line in case.answers), *points, *ways]
        name = case.constituent.name  # or that of an earlier case of the same person
        said += [name] if marks_in([name]) <= marks_in(given.values()) else []
        assert marks_in(said) == marks_in(given.values())
        rows = rows_of(shown)
        assert marks_in(rows.values()) == marks_in(given.values())
        for line in case.answers:
            assert rows[line["question"]] == " ".join(line["answer"].split())
        asking = {step for step in form.asked(written.given) if not step.startswith("who-can-help")}
        assert set(re.findall(r"/raise/contact/([a-z-]+)/\?change=1", shown.text)) == asking
        for name in files:
            assert name in shown.text

    # --- How --------------------------------------------------------------------------------------------

    def some(self, table, step, pick):
        choices = table[step]
        return form.marked(choices[pick % len(choices)])

    def ask(self, method, address, data=None):
        response = getattr(self.at.client, method)(address, data or {})
        assert response.status_code < 500, (method, address, data)
        return response

    def get(self, step, *, change=False):
        response = self.ask("get", f"{START}{step}/".replace("//", "/"), {"change": "1"} if change else {})
        assert response.status_code in {200, 302, 404}
        if step in form.ORDER or step in {"check", "nonsense"}:
            self.take_own(step)
        if step == "check":
            self.check_page_is_open_only_when_all_is_answered(response)
        return response

    def post(self, step, data, *, change=False):
        return self.ask("post", f"{START}{step}/" + ("?change=1" if change else ""), data)

    def show(self, tab, response):
        """Follow to the page where a tab ends up."""
        for _each in range(4):
            if response.status_code != 302:
                break
            self.at.tabs[tab] = response.url.split("?")[0].removeprefix(START).strip("/")
            response = self.ask("get", response.url)
            if self.at.tabs[tab] in {*form.ORDER, "check"}:
                self.take_own(self.at.tabs[tab])
        assert response.status_code in {200, 404, 409}

    def answer(self, step, answers, *, valid=True, change=False):
        self.at.last = (step, answers, valid, change)
        written, possible = self.written_for(step)
        data = {f"{step}-{name}": value for name, value in answers.items()}
        response = self.post(step, data, change=change)
        if step == "files" and possible:
            possible = form.first_open(written.given, thorough=False) in {*after("files"), "check"}
        if not possible:
            assert response.status_code in {302, 409}
            return response
        kept = form.kept(answers) if valid else {}
        valid = valid and form.is_valid(step, kept, written.given)
        assert response.status_code == (302 if valid else 200), (step, answers, response.status_code)
        if valid:
            self.store(written, step, kept)
        else:
            assert "Error:" in response.text
        return response

    def written_for(self, step):
        """What a POST of this step works on, and whether the step is one that is asked."""
        if step != form.FIRST:
            self.take_own(step)
        written = self.at.held
        if written and written.sent:
            written = None if step == form.FIRST else written
        if written is None:
            return Written(), step == form.FIRST
        return written, not written.sent and step in form.asked(written.given)

    def store(self, written, step, kept):
        if written not in self.all:
            self.all.append(written)
            self.at.held = written
        written.given = written.given | {step: kept}
        written.theirs = written.theirs or self.at.signed_in

    def send_once(self, shown):
        written = self.at.held
        ready = written and not written.sent and form.first_open(written.given, thorough=True) == "check"
        with scoped(ALL):
            points = list(ContactPoint.objects.values_list("pk", flat=True))
        response = self.post("check", {})
        if ready:
            assert response.url == f"{START}sent/"
            written.sent = True
            self.cases += 1
            type(self).sent += 1
            self.the_case_is_what_was_shown(written, shown, points)
        with scoped(ALL):
            assert Case.objects.count() == self.cases
        if written and written.sent:
            row = self.row(written)
            assert row.case_reference in self.ask("get", f"{START}sent/").text

    def row(self, written):
        return Submission.objects.order_by("started_at", "pk")[self.all.index(written)]

    def forget(self, written):
        self.all.remove(written)
        for browser in self.browsers:
            browser.held = None if browser._held is written else browser._held
            browser.aside = None if browser.aside is written else browser.aside

    def take_up(self, written):
        at = self.at
        if at.held and at.held is not written and not at.held.sent and not at.held.theirs:
            at.aside = at.held
        at.held = written

    def own(self):
        """What the signed-in person can go on with anywhere, the last begun first."""
        mine = [each for each in self.all if each.theirs and not each.sent and not each.unsafe]
        return mine[::-1] if self.at.signed_in else []

    def held_or_own(self):
        return self.at.held or next(iter(self.own()), None)

    def take_own(self, step):
        """Somebody signed in whose browser holds nothing goes on with what they began elsewhere."""
        if self.at.held is None and step != form.FIRST and self.own():
            self.at.held = self.own()[0]


HIDDEN_ON = {
    "safety": "safe_way",
    "where": "where_postcode",
    "link": "link_placed",
    "language": "other_language",
}


def after(step):
    """The steps from this one on."""
    return form.ORDER[form.ORDER.index(step) :]


def marks_in(texts):
    joined = "\n".join(" ".join(text) if isinstance(text, list) else str(text) for text in texts)
    return set(re.findall(r"#\d+#|(?<=amina\.)\d+(?=\.x@)|(?<= x)\d+", joined))


def rows_of(page):
    """The summary list of the check page: {question: answer}."""
    found = re.findall(r"<dt[^>]*>(.*?)</dt>\s*<dd[^>]*>(.*?)</dd>", page.text, re.S)
    return {plain(key): plain(value) for key, value in found}


def plain(html):
    return " ".join(unescape(re.sub(r"<[^>]+>", "", html)).split())


def mails_so_far():
    with scoped(ALL):
        return OutboxMessage.objects.count()


def newest_mail():
    with scoped(ALL):
        raw = OutboxMessage.objects.latest("pk").raw
    return message_from_bytes(bytes(raw), policy=policy.default)


def link_in(mail):
    return re.search(r"https?://[^/]+(/come-back/\S+)", mail.get_body(("plain",)).get_content()).group(1)
