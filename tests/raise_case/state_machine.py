"""A Hypothesis state machine that takes random paths through the contact form (B-20).

It draws the next action: continue, go back, jump, resend a page, use a second tab, change a branch, sign in,
lose the session, add and remove files, switch device, send once or twice. A model of the accepted answers
(`answers.py`) must agree with the service after every step.
"""

import re
from email import message_from_bytes, policy

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from casework.outbox.models import OutboxMessage
from casework.questionnaires.models import Submission
from casework.questionnaires.services import expire_submissions
from casework.wall.scope import ALL, scoped
from tests.journeys.drivers import code_in
from tests.raise_case import answers as form
from tests.raise_case.state_model import START, FormWalk, after

AWAY = [*form.ORDER, "check", "later", "sent", "nonsense", ""]
STEPS = st.sampled_from(form.ORDER)
PICK = st.integers(0, 4)


class FormStateMachine(FormWalk):
    """The rules of the walk: each is something that the person may do next."""

    @rule(tab=st.integers(0, 1), pick=PICK)
    def continue_tab(self, tab, pick):
        """Answer the page that a tab shows, and follow the redirect."""
        step = self.browser.tabs[tab]
        if step in form.ORDER:
            response = self.answer(step, self.pick_answers(form.VALID, step, pick))
            self.show(tab, response)
        else:
            self.show(tab, self.get(form.FIRST))

    @rule(pick=PICK)
    def answer_the_rest(self, pick):
        """Answer every step that is still open."""
        for _ in range(len(form.ORDER)):
            given = (
                self.browser.current.given if self.browser.current and not self.browser.current.sent else {}
            )
            step = form.first_open(given, thorough=True)
            if step == "check":
                return
            answers = self.pick_answers(form.VALID, step, pick)
            if not form.is_valid(step, answers, given):
                answers = {"member": "hugh-marsh"}
            self.answer(step, answers)

    @rule(step=STEPS, pick=PICK, change=st.booleans())
    def answer_any(self, step, pick, change):
        """Answer any step, as from the browser's history or a "Change" link."""
        self.answer(step, self.pick_answers(form.VALID, step, pick), change=change)

    @rule(step=STEPS, pick=PICK)
    def answer_with_invalid_values(self, step, pick):
        if step in form.INVALID:
            self.answer(step, self.pick_answers(form.INVALID, step, pick), valid=False)

    @rule(step=st.sampled_from(["safety", "where", "link", "language"]), pick=PICK)
    def post_hidden_fields(self, step, pick):
        more = {name: value for name, value in form.HIDDEN.items() if name.startswith(HIDDEN_ON[step])}
        self.answer(step, form.marked(more) | self.pick_answers(form.VALID, step, pick))

    @rule(tab=st.integers(0, 1), step=st.sampled_from(AWAY), change=st.booleans())
    def jump(self, tab, step, change):
        self.show(tab, self.get(step, change=change))

    @rule(tab=st.integers(0, 1))
    def back(self, tab):
        step = self.browser.tabs[tab]
        before = form.ORDER[max(0, form.ORDER.index(step) - 1)] if step in form.ORDER else "language"
        self.show(tab, self.get(before))

    @precondition(lambda self: self.browser.last)
    @rule()
    def send_the_page_again(self):
        """Repeat the last POST, as a reload does."""
        step, answers, valid, change = self.browser.last
        self.answer(step, answers, valid=valid, change=change)

    @rule(name=st.sampled_from(["a.txt", "b.txt", "ملف.txt"]), continue_tab=st.booleans())
    def upload(self, name, continue_tab):
        """Upload a file. The same file twice is stored once."""
        file = SimpleUploadedFile(name, b"Out of order", "text/plain")
        model, possible = self.model_for("files")
        response = self.post("files", {"files-files": [file]} | ({} if continue_tab else {"upload": "1"}))
        assert response.status_code in {302, 409}
        if possible and form.first_open(model.given, thorough=False) in {*after("files"), "check"}:
            model.files += [name] if name not in model.files else []
            if continue_tab:
                self.store(model, "files", {})

    @precondition(
        lambda self: self.browser.current and self.browser.current.files and not self.browser.current.sent
    )
    @rule(number=st.integers(0, 9))
    def remove(self, number):
        model = self.browser.current
        rows = list(self.row(model).files.all())
        number %= len(rows)
        response = self.post("files", {f"remove-{rows[number].uuid}": "Remove"})
        assert response.status_code == 302
        if form.first_open(model.given, thorough=False) in {*after("files"), "check"}:
            del model.files[number]

    @rule(times=st.integers(1, 2))
    def send(self, times):
        """Press "Send my case" once or twice."""
        shown = self.get("check")
        for _ in range(times):
            self.send_once(shown)

    @rule(pick=PICK, times=st.integers(1, 2))
    def answer_the_rest_and_send(self, pick, times):
        self.answer_the_rest(pick)
        self.send(times)

    @rule()
    def save_for_later(self):
        page = self.get("later")
        assert page.status_code == (200 if self.browser.current and not self.browser.current.sent else 302)

    @rule(how=st.sampled_from(["later", "start"]))
    def delete(self, how):
        address, data = (f"{START}later/", {"delete": "1"}) if how == "later" else (START, {})
        model = self.browser.current if how == "later" else self.current_or_own()
        self.request("post", address, data)
        if model and not model.sent:
            self.remove_model(model)

    @rule()
    def sign_in(self):
        if not self.browser.signed_in:
            self.browser.client.force_login(self.ada)
            self.browser.signed_in = True
            for model in (self.browser._current, self.browser.other):
                if model and not model.sent:
                    model.is_tied = True

    @rule(expired=st.booleans())
    def lose_session(self, expired):
        """Sign out, or delete the session."""
        if expired:
            self.browser.client.session.delete()
        else:
            self.request("post", "/accounts/logout/")
        if expired or self.browser.signed_in:
            self.browser.current = self.browser.other = None
            self.browser.signed_in = False

    @precondition(lambda self: self.browser.current)
    @rule()
    def expire_submission(self):
        Submission.objects.filter(pk=self.row(self.browser.current).pk).update(expires_at=timezone.now())
        self.remove_model(self.browser.current)
        assert expire_submissions() == 1

    @rule()
    def switch_device(self):
        self.browser = next(browser for browser in self.browsers if browser is not self.browser)

    @precondition(
        lambda self: (
            self.browser.current and not self.browser.current.sent and not self.browser.current.is_tied
        )
    )
    @rule()
    def continue_on_other_device_by_link(self):
        model = self.browser.current
        mails = count_mails()
        self.request("post", f"{START}later/", {"email": "amina@london.example"})
        if model.is_unsafe or "safety" not in model.given:
            assert count_mails() == mails
            return
        self.switch_device()
        assert self.request("post", link_in(newest_mail())).url == "/come-back/code/"
        assert self.request("post", "/come-back/code/", {"code": code_in(newest_mail())}).url == START
        self.make_current(model)

    @precondition(lambda self: self.browser.signed_in)
    @rule(number=st.integers(0, 3))
    def continue_from_my_cases(self, number):
        page = self.request("get", "/my-cases/").text
        links = list(dict.fromkeys(re.findall(r"/come-back/mine/[^/]+/", page)))
        mine = self.own()
        assert len(links) == len(mine)
        if mine:
            number %= len(mine)
            assert self.request("post", links[number]).url == f"{START}check/"
            self.make_current(mine[number])

    @rule()
    def switch_to_other_submission(self):
        other = self.browser.other
        page = self.request("get", START)
        shown = 'name="other"' in page.text
        usable = other and not other.sent and (not other.is_tied or self.browser.signed_in)
        assert shown == bool(usable and page.status_code == 200)
        if shown:
            self.request("post", START, {"other": "1"})
            self.browser.current, self.browser.other = other, self.browser.current

    @invariant()
    def stored_answers_match_the_model(self):
        rows = list(Submission.objects.order_by("started_at", "pk"))
        assert len(rows) == len(self.all)
        for row, model in zip(rows, self.all, strict=True):
            assert row.is_sent == model.sent
            stored = {
                step: {name: value for name, value in answers.items() if value}
                for step, answers in row.answers.items()
            }
            assert stored == ({} if model.sent else model.given)
            if not model.sent:
                assert (row.person_id == self.ada.pk) == model.is_tied
                assert [file.name for file in row.files.all()] == model.files


HIDDEN_ON = {
    "safety": "safe_way",
    "where": "where_postcode",
    "link": "link_placed",
    "language": "other_language",
}


def count_mails():
    with scoped(ALL):
        return OutboxMessage.objects.count()


def newest_mail():
    with scoped(ALL):
        raw = OutboxMessage.objects.latest("pk").raw
    return message_from_bytes(bytes(raw), policy=policy.default)


def link_in(mail):
    return re.search(r"https?://[^/]+(/come-back/\S+)", mail.get_body(("plain",)).get_content()).group(1)
