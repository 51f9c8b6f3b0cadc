"""Save and come back: by an emailed link and a code, by signing in, on another device; with a reminder in time."""

import re
import time
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from accounts.middleware import SEEN_AT
from casework.cases.models import Case, CaseFile
from casework.files import store
from casework.outbox.models import OutboxMessage
from casework.questionnaires import returning, services
from casework.questionnaires.models import Submission, SubmissionKey, WayBack
from casework.scope import ALL, scoped
from tests.journeys.hands import code_in
from tests.raise_case.conftest import ANSWERS, Hand

HERS = "amina@london.example"
UNSAFE = {"safe": "no", "safe_way": "", "shared": "no"}


def ask(hand, email=HERS):
    return hand.client.post(hand.url("later"), {"email": email})


def link_in(mail):
    return re.search(r"https?://\S+(/come-back/\S+/)", mail.get_body(("plain",)).get_content()).group(1)


@pytest.fixture
def saved(hand):
    """Somebody stopped after the details and a file, and asked for a link."""
    hand.fill(until="files")
    hand.post(
        "files", {"files": [SimpleUploadedFile("letter.txt", b"Dear operator", "text/plain")]}, upload="1"
    )
    ask(hand)
    return hand


def code_page(link, sent_mail, *, on):
    """Press the button of a link; the code that comes."""
    assert on.post(link).url == "/come-back/code/"
    return code_in(sent_mail()[-1])


def come_back(link, sent_mail, *, on):
    code = code_page(link, sent_mail, on=on)
    return on.post("/come-back/code/", {"code": code})


def test_with_the_link_and_a_code_another_device_goes_on_and_sends(saved, contact, sent_mail):
    [mail] = sent_mail()
    other = Hand(Client())
    assert come_back(link_in(mail), sent_mail, on=other.client).url == "/raise/contact/"
    assert "You started this on" in other.get("").text
    assert other.get("check").url.startswith("/raise/contact/files/")
    for step in ("files", "you", "language"):
        other.post(step)
    assert "letter.txt" in other.get("check").text
    other.send()
    with scoped(ALL):
        assert Case.objects.get().subject == ANSWERS["details"]["subject"]
        assert CaseFile.objects.get().name == "letter.txt"
    assert saved.get("check").url == "/raise/contact/sent/"


def test_both_devices_can_go_on(saved, sent_mail):
    other = Hand(Client())
    come_back(link_in(sent_mail()[0]), sent_mail, on=other.client)
    assert other.post("details").status_code == 302
    assert "Lift out of order" in saved.get("details").text


def test_a_mail_scanner_that_opens_the_link_does_nothing(saved, sent_mail):
    link = link_in(sent_mail()[0])
    before = OutboxMessage.objects.count(), list(WayBack.objects.values()), SubmissionKey.objects.count()
    for method in ("get", "head", "get"):
        scanner = Client()
        page = getattr(scanner, method)(link)
        assert page.status_code == 200
        assert "session" not in scanner.cookies
        assert "Lift" not in page.text
    assert before == (
        OutboxMessage.objects.count(),
        list(WayBack.objects.values()),
        SubmissionKey.objects.count(),
    )
    assert come_back(link, sent_mail, on=Client()).status_code == 302


def test_the_mail_says_nothing_of_the_answers_nor_of_the_form(saved, sent_mail):
    [mail] = sent_mail()
    text = mail.as_string()
    for word in ("Lift", "contact/", "Ines", "Newham", "letter.txt"):
        assert word not in text
    assert mail["Subject"] == "Your link"


def test_the_code_opens_nothing_but_these_answers(saved, sent_mail):
    """A code for coming back signs nobody in, and a code for signing in opens no answers."""
    other = Client()
    code = code_page(link_in(sent_mail()[0]), sent_mail, on=other)
    assert "ran-out" in other.post("/accounts/login/code/confirm/", {"code": code}).url
    other.post("/accounts/login/code/", {"email": HERS})
    sign_in_code = code_in(sent_mail()[-1])
    if sign_in_code != code:
        assert other.post("/come-back/code/", {"code": sign_in_code}).status_code == 422


def test_a_wrong_code_opens_nothing_and_five_are_the_end(saved, sent_mail):
    other = Client()
    code = code_page(link_in(sent_mail()[0]), sent_mail, on=other)
    wrong = f"{(int(code) + 1) % 10**8:08d}"
    for _try in range(5):
        assert other.post("/come-back/code/", {"code": wrong}).status_code == 422
    assert other.post("/come-back/code/", {"code": code}).status_code == 410
    assert "not sent yet" not in other.get("/raise/contact/", follow=True).text


def test_the_code_works_only_in_the_browser_that_asked(saved, sent_mail):
    code = code_page(link_in(sent_mail()[0]), sent_mail, on=Client())
    assert Client().post("/come-back/code/", {"code": code}).status_code == 410


def test_the_token_is_long_and_stored_as_a_hash_only(saved, sent_mail):
    token = link_in(sent_mail()[0]).split("/")[-2]
    assert len(token) * 6 >= 128
    with scoped(ALL):
        rows = [*WayBack.objects.values(), *SubmissionKey.objects.values(), *Submission.objects.values()]
        assert not any(bytes(raw) for raw in OutboxMessage.objects.values_list("raw", flat=True))
    assert token not in repr(rows)
    assert services.find_submission(key=token, slug="contact") is None


def test_a_link_to_another_address_replaces_one_that_was_mistyped(saved, sent_mail):
    ask(saved, "anima@london.example")
    mistyped, right = (link_in(mail) for mail in sent_mail())
    assert Client().get(mistyped).status_code == 410
    assert Client().get(right).status_code == 200


@pytest.mark.parametrize("end", ["sent", "deleted", "expired", "unsafe"])
def test_a_link_ends_with_the_answers(saved, sent_mail, end):
    link = link_in(sent_mail()[0])
    if end == "sent":
        saved.fill()
        saved.send()
    elif end == "deleted":
        saved.client.post(saved.url("later"), {"delete": "1"})
    elif end == "expired":
        Submission.objects.update(expires_at=timezone.now())
    else:
        saved.post("safety", UNSAFE, query={"change": "1"})
    for way in ("get", "post"):
        assert getattr(Client(), way)(link).status_code == 410


@pytest.mark.parametrize("token", ["x", "a" * 500, "code", "%00", "%ED%A0%80"])
def test_a_link_that_never_was_reads_like_one_that_is_over(saved, sent_mail, token):
    link = link_in(sent_mail()[0])
    services.discard_submission(submission=Submission.objects.get())
    assert Client().get(f"/come-back/{token}/").content == Client().get(link).content


def test_a_known_and_an_unknown_address_get_the_same(hand, ada, sent_mail):
    hand.fill(until="details")
    pages = []
    for email in (ada.email, "nobody@london.example"):
        response = ask(hand, email)
        page = hand.client.get(response.url).text.replace(email, "")
        pages.append(re.sub(r'"csrfmiddlewaretoken" value="\w+"', "", page))
    assert pages[0] == pages[1]
    known, unknown = (mail.get_body(("plain",)).get_content() for mail in sent_mail())
    assert re.sub(r"come-back/\S+", "", known) == re.sub(r"come-back/\S+", "", unknown)


def test_one_address_gets_few_links_however_many_ask(contact, sent_mail):
    answers = []
    for number in range(12):
        hand = Hand(Client(REMOTE_ADDR=f"198.51.{number}.7"))
        hand.post("safety")
        answers.append(ask(hand, "victim@london.example").status_code)
    assert set(answers) == {302, 429}
    assert len(sent_mail()) == settings_of("link")


def settings_of(act):
    return int(settings.ACCOUNT_RATE_LIMITS[act].partition("/")[0])


@pytest.mark.parametrize("email", ["", "amina", "a b@london.example", "\0", "x" * 300 + "@london.example"])
def test_an_address_that_is_none_is_asked_for_again(hand, email, sent_mail):
    hand.post("safety")
    response = ask(hand, email)
    assert response.status_code == 422
    assert "Error:" in response.text
    assert sent_mail() == []


def test_nothing_is_mailed_to_somebody_who_says_it_is_not_safe(hand, sent_mail):
    hand.post("safety", UNSAFE)
    page = hand.get("later").text
    assert "it is not safe to email you" in page
    assert 'name="email"' not in page
    ask(hand)
    assert sent_mail() == []


def test_later_says_since_when_and_until_when(hand, submission):
    hand.fill(until="details")
    page = hand.get("later").text
    assert "You started this on" in page
    assert "We delete your answers and files on" in page


def test_after_a_pause_every_page_says_when_it_was_begun(hand):
    hand.fill(until="details")
    assert "You started this on" not in hand.get("details").text
    Submission.objects.update(saved_at=timezone.now() - timedelta(hours=2))
    page = hand.get("details").text
    assert "You started this on" in page
    assert "Start again" in page


def test_whoever_goes_on_with_other_answers_keeps_those_of_this_browser(saved, sent_mail):
    link = link_in(sent_mail()[0])
    other = Hand(Client())
    other.fill(until="topic", about={"kind": "comment", "nature": "policy"})
    come_back(link, sent_mail, on=other.client)
    assert "you also started other answers" in other.get("").text
    other.client.post(other.url(), {"other": "1"})
    assert other.get("about").context["form"]["kind"].value() == "comment"
    other.client.post(other.url(), {"other": "1"})
    assert other.get("about").context["form"]["kind"].value() == "problem"


# --- Signed in --------------------------------------------------------------------------------------------


def test_signing_in_midway_ties_the_answers_and_any_device_goes_on(saved, ada, sign_in):
    sign_in(ada)
    assert Submission.objects.get().person == ada
    other = Hand(sign_in(ada, on=Client()))
    page = other.client.get("/my-cases/").text
    assert "Not sent yet" in page
    mine = re.search(r"/come-back/mine/[^/]+/", page).group()
    assert "You started this on" in other.client.get(mine).text
    assert other.client.post(mine).url == "/raise/contact/check/"
    assert other.get("details").status_code == 200
    assert other.client.post(mine, {"delete": "1"}).url == "/my-cases/"
    assert not Submission.objects.exists()


def test_a_real_sign_in_by_code_ties_them_too(saved, ada, sent_mail):
    saved.client.post("/accounts/login/code/", {"email": ada.email})
    saved.client.post("/accounts/login/code/confirm/", {"code": code_in(sent_mail()[-1])})
    assert Submission.objects.get().person == ada
    assert saved.get("details").status_code == 200


def test_somebody_who_stops_may_sign_in_and_comes_back_to_the_page(saved, ada, sign_in):
    offered = re.search(r'href="(/accounts/login/code/[^"]*)"', saved.get("later").text).group(1)
    assert offered.endswith("?next=/raise/contact/later/")
    sign_in(ada)
    page = saved.get("later").text
    assert f'Sign in as <bdi dir="ltr">{ada.email}</bdi>' in page
    assert 'name="email"' not in page


def test_staff_who_sign_in_own_no_answers(saved, ben, sign_in):
    sign_in(ben)
    assert Submission.objects.get().person is None


def test_answers_of_one_person_are_nobody_elses(saved, assembly, sign_in):
    sign_in(assembly.ada)
    submission = Submission.objects.get()
    bea = sign_in(assembly.bea, on=Client())
    assert "Not sent yet" not in bea.get("/my-cases/").text
    for way in ("get", "post"):
        assert getattr(bea, way)(f"/come-back/mine/{submission.uuid}/").status_code == 404
    assert bea.get("/raise/contact/details/").status_code == 302
    assert "login" in Client().get(f"/come-back/mine/{submission.uuid}/").url


def test_unsafe_answers_are_listed_nowhere_and_signing_in_opens_them_nowhere(hand, ada, sign_in):
    hand.post("safety", UNSAFE)
    sign_in(ada)
    other = sign_in(ada, on=Client())
    assert "Not sent yet" not in other.get("/my-cases/").text
    assert other.get(f"/come-back/mine/{Submission.objects.get().uuid}/").status_code == 404
    assert other.get("/raise/contact/").url == "/raise/contact/safety/"
    assert hand.get("about").status_code == 200


def test_a_signed_in_person_finds_them_at_the_start_of_the_form_too(saved, ada, sign_in):
    sign_in(ada)
    other = Hand(sign_in(ada, on=Client()))
    assert "You started this on" in other.get("").text
    assert other.get("details").status_code == 200


def test_the_link_of_somebody_who_signed_in_since_asks_them_to_sign_in(saved, ada, sign_in, sent_mail):
    link = link_in(sent_mail()[0])
    sign_in(ada)
    stranger = Client()
    assert "sign in with the same email address" in stranger.get(link).text
    assert "/accounts/login/code/" in stranger.get(stranger.post(link).url).url


def test_a_step_sent_after_the_session_ended_is_kept_and_goes_on_after_signing_in(hand, ada, sign_in):
    """B-70: the sign-in ran out while somebody typed."""
    sign_in(ada)
    hand.fill(until="details")
    session = hand.client.session
    session[SEEN_AT] = time.time() - 60 * 60
    session.save()
    away = hand.post("details")
    kept = away.url.partition("next=")[2].replace("%2F", "/")
    sign_in(ada)
    page = hand.client.get(kept)
    assert "Lift out of order" in page.text
    action = re.search(r'action="(/raise/[^"]+)"', page.text).group(1).replace("&amp;", "&")
    response = hand.client.post(action, {f"details-{k}": v for k, v in ANSWERS["details"].items()})
    assert response.url == "/raise/contact/help/"


def test_a_guests_session_lasts_as_long_as_the_answers(hand, submission):
    """B-70: far longer than 24 hours, and no longer than the answers."""
    hand.fill(until="details")
    left = hand.client.session.get_expiry_date() - submission().expires_at
    assert abs(left) < timedelta(seconds=2)
    assert submission().expires_at - timezone.now() > timedelta(days=6)


# --- Reminded, and deleted --------------------------------------------------------------------------------


@pytest.fixture
def two_days_left(saved):
    """The saved answers, five days and a minute later."""

    def wait():
        past = timedelta(days=5, minutes=1)
        now = timezone.now()
        Submission.objects.update(expires_at=now + timedelta(days=7) - past, saved_at=now - past)

    return wait


def test_whoever_used_the_link_is_reminded_once(saved, two_days_left, sent_mail):
    come_back(link_in(sent_mail()[0]), sent_mail, on=Client())
    assert returning.remind_of_deletion() == 0
    two_days_left()
    assert returning.remind_of_deletion() == 1
    assert returning.remind_of_deletion() == 0
    mail = sent_mail()[-1]
    assert (mail["To"], mail["Subject"]) == (HERS, "Your reminder")
    assert "Lift" not in mail.as_string()
    assert come_back(link_in(mail), sent_mail, on=Client()).url == "/raise/contact/"


def test_an_address_that_nobody_proved_is_not_reminded(saved, two_days_left):
    two_days_left()
    assert returning.remind_of_deletion() == 0


def test_somebody_signed_in_is_reminded_at_their_own_address(saved, two_days_left, ada, sign_in, sent_mail):
    sign_in(ada)
    two_days_left()
    assert returning.remind_of_deletion() == 1
    mail = sent_mail()[-1]
    assert mail["To"] == ada.email
    assert "/my-cases/" in mail.get_body(("plain",)).get_content()


@pytest.mark.parametrize("why", ["unsafe", "sent", "just saved"])
def test_nobody_is_reminded_who_should_not_be(saved, two_days_left, ada, sign_in, why):
    sign_in(ada)
    two_days_left()
    if why == "unsafe":
        Submission.objects.update(answers={"safety": UNSAFE})
    elif why == "sent":
        Submission.objects.update(submitted_at=timezone.now(), answers={})
    else:
        Submission.objects.update(saved_at=timezone.now())
    assert returning.remind_of_deletion() == 0


def test_a_reminder_that_is_cut_off_is_sent_the_next_time(saved, two_days_left, ada, sign_in, monkeypatch):
    sign_in(ada)
    two_days_left()
    with monkeypatch.context() as patch:
        patch.setattr(returning, "post", lambda **mail: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            returning.remind_of_deletion()
    assert returning.remind_of_deletion() == 1


def test_after_a_week_rows_files_and_keys_are_gone(saved, sent_mail, django_capture_on_commit_callbacks):
    """D-02: whatever was mailed or opened meanwhile."""
    come_back(link_in(sent_mail()[0]), sent_mail, on=Client())
    Submission.objects.update(expires_at=timezone.now())
    with django_capture_on_commit_callbacks(execute=True):
        assert services.expire_submissions() == 1
    assert not Submission.objects.exists()
    assert not WayBack.objects.exists()
    assert not SubmissionKey.objects.exists()
    assert list(store.keys()) == []
    assert saved.get("details").url.startswith("/raise/contact/safety/")


def test_many_are_deleted_in_small_steps(contact, monkeypatch):
    monkeypatch.setattr(services, "EXPIRED_AT_ONCE", 3)
    for _each in range(7):
        services.start_submission(version=contact, by=None)
    Submission.objects.update(expires_at=timezone.now())
    staying, _key = services.start_submission(version=contact, by=None)
    assert services.expire_submissions() == 7
    assert Submission.objects.get() == staying
