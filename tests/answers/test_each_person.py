"""Each kind of person is followed from sending a case to the moment they learn of the answer."""

import re

import pytest
from django.test import Client

from casework.cases.models import ContactTask
from casework.cases.services.messages.message import NotReleased
from casework.outbox.models import OutboxMessage
from casework.wall.scope import ALL, scoped
from tests.authority import agreed
from tests.codes import code_of

from .conftest import ADDRESS, REPLY, question_in, sign_in_with_code

Why = ContactTask.Why
ALERT = "You have a message"
PHONE = {"name": "Amina Yusuf", "phone": "020 7946 0000"}
POST = {"name": "Amina Yusuf", "postal_address": "1 High Street, London"}
CODE = re.compile(r"Tracking code: <bdi class=\"ui-reference\">([2-9A-Y]{4}-[2-9A-Y]{4}-[2-9A-Y]{4})</bdi>")


def code_on(page):
    return CODE.search(page.text)[1]


def open_by(client, case, code):
    return client.post("/my-cases/open/", {"reference": case.reference, "word": code}, follow=True)


def test_signed_in_person_is_alerted_and_reads_the_reply(hand, sign_in, ada, labour):
    sign_in(ada)
    hand.fill(you={"name": "Ada", "email": ada.email})
    hand.send()
    page = hand.get("sent").text
    assert "email <bdi>ada@london.example</bdi> when" in page
    assert "Confirm" not in page
    labour.reply()
    assert labour.mails()[-1] == (ada.email, ALERT)
    assert REPLY in hand.client.get(f"/my-cases/{labour.case().reference}/").text


def test_signed_in_person_who_typed_another_address_is_alerted_where_they_sign_in(hand, sign_in, ada, labour):
    sign_in(ada)
    hand.fill(you={"name": "Ada", "email": "other@london.example"})
    hand.send()
    labour.reply()
    assert labour.mails()[-1] == (ada.email, ALERT)


def test_guest_confirms_the_address_after_sending_and_is_alerted(hand, labour):
    hand.fill()
    hand.send()
    assert "Confirm my email address" in hand.get("sent").text
    asked = hand.client.post("/raise/contact/sent/confirm/")
    assert asked.url.startswith("/accounts/login/code/confirm/")
    code = code_of(labour.text_of_last())
    done = hand.client.post(asked.url, {"code": code, "next": hand.url("sent")}, follow=True)
    assert f"email <bdi>{ADDRESS}</bdi> when" in done.text
    labour.reply()
    assert labour.mails()[-1] == (ADDRESS, ALERT)
    assert REPLY in hand.client.get(f"/my-cases/{labour.case().reference}/").text


def test_guest_who_answers_the_acknowledgement_is_alerted_and_reads_after_a_code(hand, labour, stranger):
    hand.fill()
    hand.send()
    link = question_in(labour.text_of_last())
    assert "We’ll email you" in stranger.post(link, {"contacted": "yes"}).text
    labour.reply()
    assert labour.mails()[-1] == (ADDRESS, ALERT)
    case = f"/my-cases/{labour.case().reference}/"
    assert stranger.get(case).status_code == 302
    sign_in_with_code(stranger, ADDRESS, labour)
    assert REPLY in stranger.get(case).text


def test_guest_who_confirms_after_the_reply_is_alerted_about_it_then(hand, labour, stranger):
    hand.fill()
    hand.send()
    link = question_in(labour.text_of_last())
    labour.reply()
    assert labour.tasks() == [Why.REPLY]
    stranger.post(link, {"contacted": "yes"})
    assert labour.mails()[-1] == (ADDRESS, ALERT)
    assert labour.tasks() == []


@pytest.mark.parametrize("you", [PHONE, POST], ids=["phone only", "post only"])
def test_person_without_a_mailbox_reads_the_reply_with_reference_and_tracking_code(
    hand, labour, stranger, you
):
    hand.fill(you=you)
    hand.send()
    code = code_on(hand.get("sent"))
    assert code == code_on(hand.client.get("/raise/contact/sent/copy/"))
    for page in ("/raise/contact/sent/", "/raise/contact/sent/copy/"):
        assert "http://localhost:8000/my-cases/open/" in hand.client.get(page).text  # for paper
    labour.reply()
    assert labour.tasks() == [Why.REPLY]
    assert REPLY in open_by(stranger, labour.case(), code).text


SAFE = {"safe": "no", "safe_way": "Call before 3pm"}


def test_safe_contact_without_email_reads_the_reply_with_the_word_alone(hand, labour, stranger):
    hand.fill(safety=SAFE | {"safe_word": "Blue Teapot"}, you=PHONE)
    hand.send()
    page = hand.get("sent").text
    assert "Call before 3pm" in page
    assert "with your reference and that word" in page
    assert not CODE.search(page)
    labour.reply()
    assert labour.tasks() == [Why.REPLY]
    assert REPLY in open_by(stranger, labour.case(), "blue teapot").text


def test_safe_contact_with_email_needs_a_sign_in_and_the_word(hand, labour, stranger):
    hand.fill(safety=SAFE | {"safe_word": "Blue Teapot"})
    hand.send()
    assert "sign in with an email address that is safe" in hand.get("sent").text
    labour.reply()
    assert open_by(stranger, labour.case(), "blue teapot").status_code == 422
    sign_in_with_code(stranger, "safe@london.example", labour)
    open_by(stranger, labour.case(), "blue teapot")
    assert REPLY in stranger.get(f"/my-cases/{labour.case().reference}/").text
    assert [to for to, _subject in labour.mails()] == ["safe@london.example"]


def test_person_who_writes_for_someone_else_is_alerted_and_reads_once_that_person_agrees(
    hand, labour, client, stranger
):
    hand.fill(
        **{
            "for-whom": {"for_whom": "other"},
            "person": {
                "person_name": "Rosa",
                "person_relation": "family",
                "person_why": "Ill",
                "person_knows": "agrees",
            },
            "person-contact": {"person_safe": "yes", "person_email": "rosa@london.example"},
        }
    )
    hand.send()
    link = question_in(labour.text_of_last())
    client.post(link, {"contacted": "yes"})
    with pytest.raises(NotReleased):
        labour.reply()
    agreed(labour.case(), by=labour.staff)
    labour.reply("The lift is mended, and Rosa can use it.")
    assert labour.mails()[-1] == (ADDRESS, ALERT)
    sign_in_with_code(stranger, ADDRESS, labour)
    assert "Rosa can use it" in stranger.get(f"/my-cases/{labour.case().reference}/").text


def test_person_whose_mail_is_refused_is_phoned_until_an_alert_gets_through(hand, sign_in, ada, labour):
    sign_in(ada)
    hand.fill(you={"name": "Ada", "email": ada.email})
    hand.send()
    message = labour.reply()
    with scoped(ALL):
        OutboxMessage.objects.filter(uuid=message.alert).update(failed_at=message.at)
    labour.mails()
    assert labour.tasks() == [Why.FAILED]
    labour.reply("Did you get this?")
    assert labour.mails()[-1] == (ada.email, ALERT)
    assert labour.tasks() == []
    page = hand.client.get(f"/my-cases/{labour.case().reference}/").text
    assert REPLY in page
    assert "Did you get this?" in page


def test_address_typed_wrong_is_found_when_its_owner_says_no(hand, labour, stranger):
    hand.fill(you={"name": "Amina", "email": "wrong@london.example", "phone": "020 7946 0000"})
    hand.send()
    link = question_in(labour.text_of_last())
    stranger.post(link, {"contacted": "no"})
    assert labour.tasks() == [Why.NOT_THEIRS]
    labour.reply()
    assert len(labour.mails()) == 1
    sign_in_with_code(stranger, "wrong@london.example", labour)
    assert stranger.get(f"/my-cases/{labour.case().reference}/").status_code == 404


def test_person_who_typed_the_address_wrong_is_alerted_once_staff_have_corrected_it(
    hand, labour, stranger, sign_in, ben
):
    hand.fill(you={"name": "Amina", "email": "wrong@london.example", "phone": "020 7946 0000"})
    hand.send()
    stranger.post(question_in(labour.text_of_last()), {"contacted": "no"})
    labour.reply()
    case = labour.case().reference
    with scoped(ALL):
        task = labour.case().contact_tasks.open().get(why=Why.NOT_THEIRS)
    correct = f"/office/cases/{case}/contact-tasks/{task.uuid}/correct-address/"
    sign_in(ben, on=Client()).post(correct, {"address": ADDRESS})
    assert labour.mails()[-1][0] == ADDRESS
    own = Client()
    own.post(question_in(labour.text_of_last()), {"contacted": "yes"})
    assert labour.mails()[-1] == (ADDRESS, ALERT)
    sign_in_with_code(own, ADDRESS, labour)
    assert REPLY in own.get(f"/my-cases/{case}/").text
