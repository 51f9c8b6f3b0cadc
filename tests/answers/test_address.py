"""Whose an email address is: the code after sending, and the link of the acknowledgement."""

import pytest
from django.test import Client

from casework.cases.models import ContactTask
from casework.cases.services.safety.safe_contact import keep_safe
from casework.constituents.models import ContactPoint
from casework.constituents.services import prove_address
from casework.wall.scope import ALL, scoped
from tests import factories

from .conftest import ADDRESS, LINK, question_in

CONFIRM = "/raise/contact/sent/confirm/"


@pytest.fixture
def link(hand, labour):
    """Return the link in the acknowledgement of a guest's case."""
    hand.fill()
    hand.send()
    return question_in(labour.text_of_last())


def test_question_shows_nothing_of_the_case(link, labour):
    page = Client().get(link).text
    case = labour.case()
    assert "Did you contact us?" in page
    assert not any(part in page for part in (case.reference, case.subject, case.member.name, ADDRESS))


def test_opening_the_link_answers_nothing(link):
    Client().get(link)
    with scoped(ALL):
        assert ContactPoint.objects.unanswered().count() == 1


def test_answer_without_a_choice_is_refused(link):
    response = Client().post(link, {})
    assert response.status_code == 422
    assert "Choose yes or no" in response.text


def test_first_answer_counts(link):
    for answer in ("yes", "no"):
        Client().post(link, {"contacted": answer})
    with scoped(ALL):
        point = ContactPoint.objects.get()
    assert point.confirmed_at
    assert not point.disowned_at


def test_unknown_link_is_not_found():
    assert (
        Client().get("/my-cases/did-you-contact-us/1fb1c662-55ff-42ab-8782-672012f62586/").status_code == 404
    )


test_unknown_link_is_not_found = pytest.mark.django_db(test_unknown_link_is_not_found)


def test_address_that_was_disowned_gets_no_further_mail(link, hand, labour):
    Client().post(link, {"contacted": "no"})
    hand.client.cookies.clear()
    hand.fill()
    hand.send()
    assert len(labour.mails()) == 1


def test_disowned_address_is_shown_to_staff_and_the_look_is_logged(link, labour, sign_in, ben, dev):
    Client().post(link, {"contacted": "no"})
    with scoped(ALL):
        task = ContactTask.objects.get()
    desk = sign_in(ben, on=Client())
    case = f"/office/cases/{labour.case().reference}/"
    page = desk.get(case).text
    assert ADDRESS not in page
    assert "may have typed it wrong" in page
    assert ADDRESS in desk.post(f"{case}contact-tasks/{task.uuid}/address/").text
    assert "Looked at the full email address" in sign_in(dev, on=Client()).get("/office/log/").text


def test_address_is_not_shown_for_a_task_that_does_not_need_it(hand, labour, sign_in, ben):
    hand.fill()
    hand.send()
    labour.reply()
    with scoped(ALL):
        task = ContactTask.objects.get()
    url = f"/office/cases/{labour.case().reference}/contact-tasks/{task.uuid}/address/"
    assert sign_in(ben, on=Client()).post(url).status_code == 404


@pytest.mark.parametrize(
    ("answers", "offered"),
    [
        ({}, True),
        ({"device": {"shared": "yes"}}, False),
        ({"safety": {"safe": "no"}}, False),
    ],
    ids=["own device", "shared device", "safe contact"],
)
def test_confirming_is_offered_only_on_an_own_device_and_without_safe_contact(hand, labour, answers, offered):
    hand.fill(**answers)
    hand.send()
    assert ("Confirm my email address" in hand.get("sent").text) is offered
    before = len(labour.sent_mail())
    hand.client.post(CONFIRM)
    assert (len(labour.sent_mail()) > before) is offered


def test_confirming_leads_back_to_an_address_that_was_never_shown(hand):
    hand.fill()
    hand.send()
    assert hand.client.post(CONFIRM).url.endswith("?next=%2Fraise%2Fcontact%2Fsent%2F%3Fconfirmed%3Dyes")


def test_codes_after_sending_are_limited(hand, link):
    said = [hand.client.post(CONFIRM).status_code for _n in range(6)]
    assert said[-1] == 429


def test_signed_in_person_is_not_told_to_sign_in(hand, sign_in, ada):
    sign_in(ada)
    hand.fill(you={"name": "Ada", "email": ada.email})
    check = hand.get("check").text
    assert "We’ll email you when there’s a reply." in check
    assert "confirm your email address" not in check


@pytest.fixture
def correct(labour, sign_in, ben):
    """Return a function that corrects the address of the one open task, as a caseworker."""

    def go(**sent):
        with scoped(ALL):
            task = ContactTask.objects.get(done_at=None)
        case = f"/office/cases/{labour.case().reference}/"
        desk = sign_in(ben, on=Client())
        return desk.post(f"{case}contact-tasks/{task.uuid}/correct-address/", sent, follow=True)

    return go


RIGHT = "amina.right@london.example"


def test_corrected_address_is_alerted_only_after_it_is_confirmed(link, labour, correct):
    Client().post(link, {"contacted": "no"})
    assert "Alerts start once they say yes" in correct(address=RIGHT).text
    labour.reply()
    assert [mail for mail in labour.mails() if mail[0] == RIGHT] == [(RIGHT, "We have your message")]
    Client().post(LINK.search(labour.text_of_last())[0], {"contacted": "yes"})
    assert labour.mails()[-1] == (RIGHT, "You have a message")
    assert labour.tasks() == []


def test_correction_of_an_address_is_logged_without_the_address(link, labour, correct, sign_in, dev):
    Client().post(link, {"contacted": "no"})
    correct(address=RIGHT)
    log = sign_in(dev, on=Client()).get("/office/log/").text
    assert "Corrected the email address on a case" in log
    assert RIGHT not in log


def test_owner_of_the_wrong_address_never_gets_the_case(link, labour, correct):
    """Signing in with a disowned address links nothing, also after the correction."""
    Client().post(link, {"contacted": "no"})
    correct(address=RIGHT)
    prove_address(user=factories.constituent("Ama"), email=ADDRESS)
    assert labour.case().constituent.account is None


def test_unanswered_address_is_replaced(link, labour, correct):
    with scoped(ALL):
        ContactTask.objects.create(office=labour.case().office, case=labour.case(), why="failed")
    correct(address=RIGHT)
    assert Client().get(link).status_code == 404
    with scoped(ALL):
        assert [p.value for p in labour.case().constituent.contact_points.filter(kind="email")] == [RIGHT]


@pytest.mark.parametrize(
    ("typed", "words"),
    [("", "Enter the right email address"), (ADDRESS, "on the case already"), ("amina", "Yours has no @")],
)
def test_correction_without_another_address_is_refused(link, correct, typed, words):
    Client().post(link, {"contacted": "no"})
    response = correct(address=typed)
    assert response.status_code == 422
    assert words in response.text


def test_corrections_of_one_case_are_limited_per_day(link, labour, correct):
    Client().post(link, {"contacted": "no"})
    shown = [correct(wrong=newest(labour), address=f"{n}@london.example").status_code for n in range(4)]
    assert shown == [200, 200, 200, 422]
    assert len([to for to, _subject in labour.mails() if to.endswith("@london.example")]) == 4


def newest(labour):
    with scoped(ALL):
        return labour.case().constituent.contact_points.latest("pk").pk


def test_address_on_a_safe_contact_case_is_not_corrected(link, labour, correct, ben):
    Client().post(link, {"contacted": "no"})
    with scoped(ALL):
        keep_safe(case=labour.case(), way="Phone before 3pm.", by=ben)
    assert correct(address=RIGHT).status_code == 404
