"""C3: a person chooses how they hear of messages, and stops it with one button."""

import re
import uuid

import pytest
from django.test import Client

from casework.cases.alert_choices import stop_link
from casework.cases.by_hand import HandTask
from casework.cases.services import reply_to_constituent
from casework.cases.turns import Turn
from casework.constituents.models import AlertChoice
from casework.outbox.models import OutboxMessage
from casework.scope import ALL, scoped
from tests import factories

MOBILE = "+447700900123"


@pytest.fixture
def texts(settings, tmp_path):
    settings.TEXTS = {"BACKEND": "casework.outbox.texts.FileTexts", "OPTIONS": {"path": str(tmp_path / "t")}}


@pytest.fixture
def mine(sign_in, ada):
    return sign_in(ada)


def page(case, code=""):
    return f"/my-cases/{case.reference}/alerts/{code}"


def answer(case, by):
    with scoped(ALL):
        message = reply_to_constituent(case=case, body="Yes.", by=by, turn=Turn.OFFICE, once=uuid.uuid4())
        return message, OutboxMessage.objects.filter(purpose="case.alert", uuid=message.alert).first()


def texted_code():
    with scoped(ALL):
        text = OutboxMessage.objects.filter(purpose="alerts.code").last()
    assert text.recipients == [MOBILE]
    return re.search(rb"\b\d{6}\b", bytes(text.raw)).group().decode()


def choose_texts(client, case):
    asked = client.post(page(case), {"way": "text", "number": "07700 900 123"})
    assert asked.url == page(case, "code/")
    return client.post(asked.url, {"code": texted_code()})


def test_without_a_choice_an_email_goes(case, ben):
    _message, alert = answer(case, ben)
    assert alert.channel == "mail"


def test_who_wants_none_gets_none_and_nobody_is_asked_to_call(mine, case, ben):
    mine.post(page(case), {"way": "none"})
    message, alert = answer(case, ben)
    assert message.alert is None
    assert alert is None
    with scoped(ALL):
        assert not HandTask.objects.exists()


def test_texts_are_offered_only_where_they_go_out(mine, case, texts, settings):
    assert "A text message each time" in mine.get(page(case)).text
    settings.TEXTS = None
    assert "A text message each time" not in mine.get(page(case)).text
    assert mine.post(page(case), {"way": "text", "number": MOBILE}).status_code == 422


def test_a_proved_number_gets_a_text_that_says_nothing(mine, case, ben, texts):
    assert choose_texts(mine, case).status_code == 302
    _message, alert = answer(case, ben)
    assert alert.channel == "text"
    assert alert.recipients == [MOBILE]
    assert bytes(alert.raw).decode() == "There is an answer. Sign in to read it."


def test_a_wrong_code_chooses_nothing(mine, case, texts):
    mine.post(page(case), {"way": "text", "number": MOBILE})
    right = texted_code()
    assert mine.post(page(case, "code/"), {"code": "000000" if right != "000000" else "1"}).status_code == 422
    with scoped(ALL):
        assert not AlertChoice.objects.exists()


def test_five_wrong_codes_end_it(mine, case, texts):
    mine.post(page(case), {"way": "text", "number": MOBILE})
    right = texted_code()
    for _try in range(5):
        mine.post(page(case, "code/"), {"code": "1"})
    assert mine.post(page(case, "code/"), {"code": right}).url == page(case)
    with scoped(ALL):
        assert not AlertChoice.objects.exists()


@pytest.mark.parametrize("number", ["", "12", "020 7946 0000", "+1 900 555 0000", "+44 9098 790000"])
def test_only_mobile_numbers_of_this_country_are_texted(mine, case, texts, number):
    response = mine.post(page(case), {"way": "text", "number": number})
    assert response.status_code == 422
    assert "Enter a mobile number like 07700 900123" in response.text


def test_who_chose_texts_gets_mail_once_they_no_longer_go_out(mine, case, ben, texts, settings):
    choose_texts(mine, case)
    settings.TEXTS = None
    _message, alert = answer(case, ben)
    assert alert.channel == "mail"


def test_a_choice_is_for_one_office(mine, case, assembly, ben):
    other = factories.case(office=assembly.rival, raised_by=assembly.ada)
    mine.post(page(case), {"way": "none"})
    _message, alert = answer(other, assembly.cat)
    assert alert.channel == "mail"


def test_safe_contact_is_never_texted_or_mailed(assembly, case, mine, ben, texts):
    choose_texts(mine, case)
    with scoped(ALL):
        case.safe_contact = True
        case.save()
    message, _alert = answer(case, ben)
    assert message.alert is None


def test_the_link_of_an_alert_stops_them_by_a_button_and_without_signing_in(case, ben, sent_mail):
    answer(case, ben)
    (mail,) = sent_mail()
    link = mail["List-Unsubscribe"].strip("<>")
    path = link.partition("/my-cases/")[2]
    anybody = Client()
    assert "Stop these emails?" in anybody.get(f"/my-cases/{path}").text  # what a scanner does
    assert answer(case, ben)[1] is not None
    assert "We stopped these emails" in anybody.post(f"/my-cases/{path}").text
    assert answer(case, ben)[1] is None


def test_the_page_of_the_link_says_nothing_of_the_case_or_the_person(case):
    link = stop_link(case.constituent)
    page = Client().get("/my-cases/" + link.partition("/my-cases/")[2]).text
    for fact in (case.reference, case.subject, "ada@london.example", str(case.constituent)):
        assert fact not in page


def test_a_link_that_is_not_ours_is_no_page(case):
    link = stop_link(case.constituent).replace(":", ":x").replace(":x//", "://")
    assert Client().post("/my-cases/" + link.partition("/my-cases/")[2]).status_code == 404


def test_strangers_choose_nothing(sign_in, assembly, case):
    assert sign_in(assembly.bea).post(page(case), {"way": "none"}).status_code == 404


def test_a_number_is_texted_a_few_codes_a_day_whoever_asks(sign_in, assembly, texts):
    for person in (assembly.ada, assembly.bea):
        client = sign_in(person, on=Client())
        case = factories.case(office=assembly.office, raised_by=person)
        for _ask in range(3):
            assert client.post(page(case), {"way": "text", "number": MOBILE}).url == page(case, "code/")
    with scoped(ALL):
        assert OutboxMessage.objects.filter(purpose="alerts.code").count() == 3
