"""A practice office reaches no one: mail and texts are withheld in the outbox, and its pages say so."""

import uuid

import pytest
from django.db import IntegrityError, transaction

from casework.cases.models import Case, ContactTask
from casework.cases.services.alerts.alert import alert_constituent
from casework.cases.tasks.contact_task import follow_alerts
from casework.cases.tasks.risk import tell_of_risks
from casework.offices.practice import practising
from casework.outbox.models import OutboxMessage
from casework.outbox.services import post
from casework.outbox.texts import post_text
from casework.wall.scope import ALL, scoped


@pytest.fixture
def replied(practise, ben, made_up):
    """Ben's practice, in which he replied by email to someone who would be alerted."""
    client = practise(ben)
    case = made_up(ben)["Lift at the station out of order"]
    reply = {"once": uuid.uuid4(), "seen": case.version, "body": "Dear you", "turn": "office", "reason": "So"}
    assert client.post(f"/office/cases/{case.reference}/reply/", reply).status_code == 302
    return client, case


def test_reply_looks_sent_and_says_that_no_alert_was(replied):
    client, case = replied
    shown = client.get(f"/office/cases/{case.reference}/").text
    assert "Dear you" in shown
    assert "made up: no alert sent" in shown


def test_nothing_of_practice_is_handed_over(replied, sent_mail, made_up, ben):
    tell_of_risks()
    follow_alerts()
    assert sent_mail() == []
    with scoped(ALL):
        rows = OutboxMessage.objects.filter(office_id__in={case.office_id for case in made_up(ben).values()})
        assert rows.exists()
        assert not rows.filter(withheld_at=None).exists()
        assert all(bytes(row.raw) == b"" and row.recipients == [] for row in rows)


def test_withheld_alert_makes_no_contact_task(replied):
    _client, case = replied
    with scoped(ALL):
        assert not ContactTask.objects.filter(case=case, why=ContactTask.Why.FAILED).exists()


def test_worker_withholds_too(practise, ben, made_up, sent_mail):
    practise(ben)
    with scoped(ALL):
        assert alert_constituent(case=Case.objects.get(pk=made_up(ben)["Cladding works stopped in June"].pk))
    assert sent_mail() == []


@pytest.mark.parametrize("inside", [True, False])
def test_mail_and_text_of_a_practice_office_are_withheld(practise, ben, practice_of, inside):
    practise(ben)
    office = practice_of(ben).pk
    with practising(ben.pk if inside else None):
        mail = post(to=["a@people.example"], subject="Hello", text="Text", purpose="test", office=office)
        text = post_text(to="07700 900123", text="Text", purpose="test", office=office)
    assert mail.withheld_at
    assert text.withheld_at


def test_mail_of_a_real_office_goes(office, sent_mail):
    post(to=["a@people.example"], subject="Hello", text="Text", purpose="test", office=office.pk)
    assert len(sent_mail()) == 1


def test_withheld_message_can_never_be_handed_over(practise, ben, practice_of):
    practise(ben)
    post(to=["a@people.example"], subject="Hello", text="Text", purpose="test", office=practice_of(ben).pk)
    with scoped(ALL), pytest.raises(IntegrityError), transaction.atomic():
        OutboxMessage.objects.filter(purpose="test").update(raw=b"again")


def test_every_address_of_the_made_up_cases_is_made_up(practise, ben, made_up):
    practise(ben)
    with scoped(ALL):
        for case in made_up(ben).values():
            for point in case.constituent.contact_points.all():
                fictional = {"email": ".example", "post": "Made-up Street"}
                numbers = ("07700 9001", "020 7946 01")
                assert point.value.endswith(fictional.get(point.kind, "")) or point.value.startswith(numbers)
