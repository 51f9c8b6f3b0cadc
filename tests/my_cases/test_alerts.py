"""Tests of the alert choice: a constituent chooses email, text or no alert, and stops alerts from a link."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from casework.cases.services.alerts.choice import stop_token
from casework.cases.services.alerts.contact_task import ContactTask
from casework.cases.services.case import close_case
from casework.cases.services.messages.message import reply_to_constituent
from casework.cases.turns import Turn
from casework.constituents.models import AlertChoice
from casework.outbox.models import OutboxMessage
from casework.wall.scope import ALL, scoped
from tests import factories
from tests.my_cases.texting import MOBILE, texted_code
from ui.links import page_link


@pytest.fixture
def ada_client(sign_in, ada):
    return sign_in(ada)


def alerts_url(case, code=""):
    return f"/my-cases/{case.reference}/alerts/{code}"


def reply(case, by):
    with scoped(ALL):
        message = reply_to_constituent(case=case, body="Yes.", by=by, turn=Turn.OFFICE, once=uuid.uuid4())
        return message, OutboxMessage.objects.filter(purpose="case.alert", uuid=message.alert).first()


def choose_texts(client, case):
    response = client.post(alerts_url(case), {"way": "text", "number": "07700 900 123"})
    assert response.url == alerts_url(case, "code/")
    return client.post(response.url, {"code": texted_code()})


def test_alert_without_a_choice_is_an_email(case, ben):
    _message, alert = reply(case, ben)
    assert alert.channel == "mail"


def test_choice_of_no_alert_sends_none_and_opens_no_contact_task(ada_client, case, ben):
    ada_client.post(alerts_url(case), {"way": "none"})
    message, alert = reply(case, ben)
    assert message.alert is None
    assert alert is None
    with scoped(ALL):
        assert not ContactTask.objects.exists()


def test_text_option_is_offered_only_with_a_text_backend(ada_client, case, texts, settings):
    assert "A text message each time" in ada_client.get(alerts_url(case)).text
    settings.TEXTS = None
    assert "A text message each time" not in ada_client.get(alerts_url(case)).text
    assert ada_client.post(alerts_url(case), {"way": "text", "number": MOBILE}).status_code == 422


def test_confirmed_number_gets_a_text_without_case_details(ada_client, case, ben, texts):
    assert choose_texts(ada_client, case).status_code == 302
    _message, alert = reply(case, ben)
    assert alert.channel == "text"
    assert alert.recipients == [MOBILE]
    assert bytes(alert.raw).decode() == "There is an answer. Sign in to read it."


def test_wrong_code_does_not_save_the_choice(ada_client, case, texts):
    ada_client.post(alerts_url(case), {"way": "text", "number": MOBILE})
    right = texted_code()
    assert (
        ada_client.post(
            alerts_url(case, "code/"), {"code": "000000" if right != "000000" else "1"}
        ).status_code
        == 422
    )
    with scoped(ALL):
        assert not AlertChoice.objects.exists()


def test_five_wrong_codes_cancel_the_choice(ada_client, case, texts):
    ada_client.post(alerts_url(case), {"way": "text", "number": MOBILE})
    right = texted_code()
    for _try in range(5):
        ada_client.post(alerts_url(case, "code/"), {"code": "1"})
    assert ada_client.post(alerts_url(case, "code/"), {"code": right}).url == alerts_url(case)
    with scoped(ALL):
        assert not AlertChoice.objects.exists()


@pytest.mark.parametrize("number", ["", "12", "020 7946 0000", "+1 900 555 0000", "+44 9098 790000"])
def test_number_that_is_no_uk_mobile_is_refused(ada_client, case, texts, number):
    response = ada_client.post(alerts_url(case), {"way": "text", "number": number})
    assert response.status_code == 422
    assert "Enter a mobile number like 07700 900123" in response.text


def test_text_choice_falls_back_to_email_without_a_text_backend(ada_client, case, ben, texts, settings):
    choose_texts(ada_client, case)
    settings.TEXTS = None
    _message, alert = reply(case, ben)
    assert alert.channel == "mail"


def test_choice_applies_to_one_office(ada_client, case, assembly, ben):
    other = factories.case(office=assembly.rival, raised_by=assembly.ada)
    ada_client.post(alerts_url(case), {"way": "none"})
    _message, alert = reply(other, assembly.cat)
    assert alert.channel == "mail"


def test_safe_contact_case_sends_no_alert(assembly, case, ada_client, ben, texts):
    choose_texts(ada_client, case)
    with scoped(ALL):
        case.safe_contact = True
        case.save()
    message, _alert = reply(case, ben)
    assert message.alert is None


def test_unsubscribe_link_stops_alerts_only_after_its_button_is_pressed(case, ben, sent_mail):
    reply(case, ben)
    with scoped(ALL):
        raw = bytes(OutboxMessage.objects.get(purpose="case.alert").raw)
    (mail,) = sent_mail()
    assert f"List-Unsubscribe: {mail['List-Unsubscribe']}\r\n".encode() in raw
    link = mail["List-Unsubscribe"].strip("<>")
    path = link.partition("/my-cases/")[2]
    anonymous = Client()
    assert (
        "Stop these emails?" in anonymous.get(f"/my-cases/{path}").text
    )  # a mail scanner only follows the link
    assert reply(case, ben)[1] is not None
    assert "We stopped these emails" in anonymous.post(f"/my-cases/{path}").text
    assert reply(case, ben)[1] is None


@pytest.fixture
def link(case):
    """Return the path of the link in the alerts about the case."""
    return reverse("portal:stop_alerts", args=[stop_token(case.constituent)])


def test_stopped_alerts_are_told_to_the_person_and_undone_by_the_link_in_that_mail(
    case, ben, link, sent_mail
):
    anonymous = Client()
    anonymous.post(link, {"answer": "stop"})
    (mail,) = sent_mail()
    assert (mail["To"], mail["Subject"]) == ("ada@london.example", "We stopped your emails")
    assert link in mail.get_body(("plain",)).get_content()
    assert "Send me these emails again" in anonymous.get(link).text
    assert "You get these emails again" in anonymous.post(link, {"answer": "again"}).text
    assert reply(case, ben)[1].channel == "mail"


def test_alerts_are_stopped_and_told_once(link, sent_mail):
    for _each in range(2):
        assert "no more emails" in Client().post(link, {"answer": "stop"}).text
    assert len(sent_mail()) == 1


def test_stop_link_ends_with_the_case(case, ben, link, sent_mail):
    with scoped(ALL):
        close_case(case=case, outcome="Mended.", by=ben)
    sent_mail()
    answer = Client().post(link, {"answer": "stop"})
    assert answer.status_code == 410
    assert "This link has ended" in answer.text
    with scoped(ALL):
        assert not AlertChoice.objects.exists()


def test_link_does_not_undo_what_the_person_chose_when_signed_in(ada_client, case, ben, link):
    ada_client.post(alerts_url(case), {"way": "none"})
    assert "You do not get these emails" in Client().post(link, {"answer": "again"}).text
    assert reply(case, ben)[1] is None


def test_link_does_not_stop_text_messages(ada_client, case, ben, texts, link):
    choose_texts(ada_client, case)
    assert "You do not get these emails" in Client().post(link, {"answer": "stop"}).text
    assert reply(case, ben)[1].channel == "text"


def test_unsubscribe_page_shows_no_case_or_personal_data(case):
    link = page_link("portal:stop_alerts", stop_token(case.constituent))
    page = Client().get("/my-cases/" + link.partition("/my-cases/")[2]).text
    for fact in (case.reference, case.subject, "ada@london.example", str(case.constituent)):
        assert fact not in page


def test_unsubscribe_link_with_a_wrong_signature_returns_404(case):
    link = (
        page_link("portal:stop_alerts", stop_token(case.constituent))
        .replace(":", ":x")
        .replace(":x//", "://")
    )
    assert Client().post("/my-cases/" + link.partition("/my-cases/")[2]).status_code == 404


def test_alerts_of_another_persons_case_return_404(sign_in, assembly, case):
    assert sign_in(assembly.bea).post(alerts_url(case), {"way": "none"}).status_code == 404


def test_codes_texted_to_a_number_are_limited_across_accounts(sign_in, assembly, texts):
    for person in (assembly.ada, assembly.bea):
        client = sign_in(person, on=Client())
        case = factories.case(office=assembly.office, raised_by=person)
        for _ask in range(3):
            assert client.post(alerts_url(case), {"way": "text", "number": MOBILE}).url == alerts_url(
                case, "code/"
            )
    with scoped(ALL):
        assert OutboxMessage.objects.filter(purpose="alerts.code").count() == 3
