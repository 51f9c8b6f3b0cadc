"""Closing a case tells its constituent, by an alert without content or by a contact task."""

from django.test import Client

from casework.cases.models import ContactTask
from casework.cases.services.alerts.choice import choose_alerts
from casework.cases.services.alerts.contact_task import complete_contact_task
from casework.constituents.models import AlertWay
from casework.wall.scope import ALL, scoped

from .conftest import question_in
from .test_each_person import PHONE


def close_for_ada(hand, sign_in, ada, labour):
    sign_in(ada)
    hand.fill(you={"name": "Ada", "email": ada.email})
    hand.send()
    labour.close()


def test_closing_alerts_the_constituent_without_content(hand, sign_in, ada, labour):
    close_for_ada(hand, sign_in, ada, labour)
    assert labour.mails()[-1] == (ada.email, "You have a message")
    assert "lift" not in labour.text_of_last().lower()
    assert labour.tasks() == []


def test_outcome_and_question_are_behind_the_sign_in(hand, sign_in, ada, labour):
    close_for_ada(hand, sign_in, ada, labour)
    page = f"/my-cases/{labour.case().reference}/"
    assert Client().get(page).status_code == 302
    assert "The lift was mended." in hand.client.get(page).text
    assert "Answer one question" in hand.client.get(page).text


def test_closing_without_a_way_to_alert_is_a_contact_task(hand, labour, sign_in, ben):
    hand.fill(you=PHONE)
    hand.send()
    labour.close()
    assert labour.tasks() == [ContactTask.Why.CLOSED]
    desk = sign_in(ben, on=Client())
    assert "that this case was closed" in desk.get(f"/office/cases/{labour.case().reference}/").text


def test_person_who_wants_no_alerts_gets_none_and_no_task(hand, sign_in, ada, labour):
    sign_in(ada)
    hand.fill(you={"name": "Ada", "email": ada.email})
    hand.send()
    choose_alerts(case=labour.case(), way=AlertWay.NONE, by=ada)
    labour.close()
    assert labour.tasks() == []


def test_close_page_says_whether_they_are_alerted(hand, labour, sign_in, ben):
    hand.fill()
    hand.send()
    desk = sign_in(ben, on=Client())
    close = f"/office/cases/{labour.case().reference}/close/"
    assert "You’ll need to phone or write to them" in desk.get(close).text
    Client().post(question_in(labour.text_of_last()), {"contacted": "yes"})
    assert "We’ll alert them." in desk.get(close).text


def test_task_that_staff_did_stays_theirs_when_an_alert_gets_through(hand, labour, ben):
    hand.fill()
    hand.send()
    link = question_in(labour.text_of_last())
    labour.reply()
    with scoped(ALL):
        task = ContactTask.objects.get()
        complete_contact_task(task=task, by=ben)
    Client().post(link, {"contacted": "yes"})
    labour.mails()
    with scoped(ALL):
        task.refresh_from_db()
    assert task.done_by == ben
