"""A reference and a tracking code open one case, without an account, in one session."""

import math
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from casework.audit.models import Entry
from casework.cases.models import Message, TrackingCode
from casework.cases.references import ALPHABET
from casework.cases.services.own_case.tracking_code import LENGTH, replace_code
from casework.cases.services.safety.safe_contact import keep_safe
from casework.constituents.services import add_contact_point
from casework.questionnaires.models import Submission
from casework.questionnaires.safe_word import hashed
from casework.wall.scope import ALL, scoped
from tests import factories

from .test_each_person import PHONE, code_on, open_by


@pytest.fixture
def case(assembly):
    return factories.case(office=assembly.office, subject="Damp in the flat")


@pytest.fixture
def code(case, ben):
    with scoped(ALL):
        return replace_code(case=case, by=ben)


def url(case):
    return f"/my-cases/{case.reference}/"


def test_code_is_hard_to_guess():
    assert math.log2(len(ALPHABET) ** LENGTH) > 58


def test_code_is_stored_as_a_keyed_hash_only(case, code):
    with scoped(ALL):
        mark = TrackingCode.objects.get().mark
    assert re.fullmatch("[0-9a-f]{64}", mark)
    assert code.replace("-", "") not in mark.upper()


def test_code_still_opens_the_case_after_the_key_was_replaced(case, code, client, settings):
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another key" * 9
    assert case.subject in open_by(client, case, code).text


def test_code_opens_its_case_and_no_other(case, code, client, assembly):
    other = factories.case(office=assembly.office)
    assert case.subject in open_by(client, case, code).text
    assert client.get(url(other)).status_code == 404
    assert client.get("/my-cases/").status_code == 302
    assert client.get(f"{url(case)}alerts/").status_code == 302


def test_code_opens_the_case_in_one_session_only(case, code, client):
    open_by(client, case, code)
    assert Client().get(url(case)).status_code == 302


def test_case_opened_by_code_can_be_answered_with_a_file(case, code, client, labour):
    page = open_by(client, case, code)
    sent = {"once": page.context["form"]["once"].value(), "body": "It is worse now."}
    assert "It is worse now." in client.post(url(case), sent, follow=True).text
    with scoped(ALL):
        assert Message.objects.filter(case=case, direction="in").last().author is None


def test_log_says_by_code(case, code, client, sign_in, dev):
    page = open_by(client, case, code)
    client.post(url(case), {"once": page.context["form"]["once"].value(), "body": "It is worse now."})
    text = sign_in(dev, on=Client()).get("/office/log/").text
    assert "Opened their case by code" in text
    assert "The constituent, by code" in text


def test_new_code_from_staff_ends_the_earlier_one_and_its_sessions(case, code, client, sign_in, ben):
    open_by(client, case, code)
    desk = sign_in(ben, on=Client())
    page = f"/office/cases/{case.reference}/tracking-code/"
    assert "Make sure who you’re talking to first" in desk.get(page).text
    new = desk.post(page).context["code"]
    assert client.get(url(case)).status_code == 302
    assert open_by(Client(), case, code).status_code == 422
    assert case.subject in open_by(client, case, new).text


def test_visit_by_code_ends_after_half_an_hour_without_a_request(case, code, client):
    open_by(client, case, code)
    session = client.session
    session["cases.opened_seen_at"] -= 31 * 60
    session.save()
    assert client.get(url(case)).status_code == 302


def test_leaving_closes_a_case_that_was_opened_by_code(case, code, client):
    open_by(client, case, code)
    client.post("/leave/")
    assert client.get(url(case)).status_code == 302


def main_of(response):
    text = response.text.partition("<main")[2].partition("</main>")[0]
    return response.status_code, "\n".join(line for line in text.splitlines() if "value=" not in line)


def test_wrong_code_and_missing_case_give_the_same_page(case, code, client, assembly):
    codeless = factories.case(office=assembly.rival)
    tried = [case.reference, codeless.reference, factories.reference("2222-2222"), "nonsense"]
    pages = {
        main_of(client.post("/my-cases/open/", {"reference": each, "word": "2222-2222-2222"}))
        for each in tried
    }
    assert len(pages) == 1


def test_attempts_from_one_network_are_limited(case, code, client):
    said = [open_by(client, case, "2222-2222-2222").status_code for _n in range(21)]
    assert said[-2:] == [422, 429]


def test_attempts_at_one_case_are_limited_and_tell_nothing(case, code, client, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"word_for": "3/1h/key"}
    for _n in range(4):
        assert open_by(client, case, "2222-2222-2222").status_code == 422
    assert open_by(client, case, code).status_code == 422


def test_code_is_shown_for_an_hour_and_never_after(hand):
    hand.fill(you=PHONE)
    hand.send()
    code_on(hand.get("sent"))
    Submission.objects.update(submitted_at=timezone.now() - timedelta(minutes=61))
    assert "Tracking code" not in hand.get("sent").text


def test_code_that_staff_replaced_is_no_longer_shown(hand, labour):
    hand.fill(you=PHONE)
    hand.send()
    with scoped(ALL):
        replace_code(case=labour.case(), by=labour.staff)
    assert "Tracking code" not in hand.get("sent").text


def test_person_with_a_mailbox_gets_no_code(hand):
    hand.fill()
    hand.send()
    with scoped(ALL):
        assert not TrackingCode.objects.exists()


def test_safe_word_alone_opens_nothing_where_an_email_was_given(client, assembly):
    case = factories.case(office=assembly.office, safe_contact=True)
    with scoped(ALL):
        keep_safe(case=case, way="", word=hashed("Blue Teapot"), by=None)
    assert open_by(client, case, "Blue Teapot").status_code == 200
    with scoped(ALL):
        add_contact_point(constituent=case.constituent, kind="email", value="a@b.example", safe=False)
    assert open_by(Client(), case, "Blue Teapot").status_code == 422


@pytest.mark.parametrize("word", ["password", "PASS WORD", "12345678", "sunshine"])
def test_common_word_is_refused_as_safe_word(hand, word):
    response = hand.post("safety", {"safe": "no", "safe_word": word})
    assert "Choose a word that others would not guess" in response.text


def test_wrong_code_is_logged_for_a_case_that_exists(case, code, client):
    open_by(client, case, "2222-2222-2222")
    with scoped(ALL):
        assert Entry.objects.filter(verb="case.code-refused", subject=case.reference).count() == 1
