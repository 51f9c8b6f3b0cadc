"""Each person chooses when a mail without content says that there is something new for them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from casework.cases.models import NewsMail
from casework.cases.services.queue.news import choose
from casework.cases.services.safety.risk import raise_risk
from casework.cases.tasks.news import mail_news
from casework.cases.tasks.risk import tell_of_risks
from casework.wall.scope import ALL, scoped
from tests import factories

How = NewsMail.How
NEWS, DUTY = "There’s something new in Casework", "Please look at Casework now"


def told(sent_mail):
    """Run the job, and return (recipient, subject) of every mail so far."""
    mail_news()
    return [(mail["To"], mail["Subject"]) for mail in sent_mail()]


def chose(user, how, *, ago=timedelta()):
    choose(user=user, how=how)
    NewsMail.objects.filter(user=user).update(told_at=timezone.now() - ago)


def test_person_who_chose_at_once_is_mailed_without_content(ben, office, sent_mail):
    chose(ben, How.AT_ONCE)
    case = factories.case(office=office)
    assert told(sent_mail) == [(ben.email, NEWS)]
    text = sent_mail()[0].as_string()
    assert not any(part in text for part in (case.subject, case.reference, office.name))


def test_nothing_is_mailed_twice(ben, office, sent_mail):
    chose(ben, How.AT_ONCE)
    factories.case(office=office)
    told(sent_mail)
    assert len(told(sent_mail)) == 1


@pytest.mark.parametrize(
    ("how", "too_early", "due"),
    [
        (How.HOURLY, timedelta(minutes=59), timedelta(minutes=61)),
        (How.DAILY, timedelta(hours=23), timedelta(hours=25)),
    ],
)
def test_mail_waits_for_its_hour_or_day(ben, office, sent_mail, how, too_early, due):
    factories.case(office=office)
    chose(ben, how, ago=too_early)
    assert told(sent_mail) == []
    chose(ben, how, ago=due)
    assert told(sent_mail) == [(ben.email, NEWS)]


def test_person_who_chose_never_gets_no_mail(ben, office, sent_mail):
    factories.case(office=office)
    chose(ben, How.NEVER, ago=timedelta(days=9))
    assert told(sent_mail) == []


def test_duty_alert_goes_to_a_person_who_chose_never(dev, office, case, sent_mail):
    chose(dev, How.NEVER)
    with scoped(ALL):
        raise_risk(case=case, kind="life", by=None)
    tell_of_risks()
    assert (dev.email, DUTY) in told(sent_mail)


def test_case_of_another_office_is_no_news(ben, assembly, sent_mail):
    chose(ben, How.AT_ONCE)
    factories.case(office=assembly.rival)
    assert told(sent_mail) == []


def test_choice_is_saved_on_the_page(sign_in, ben):
    client = sign_in(ben)
    assert "Choose when we should email you" in client.post("/office/team/news/", {}).text
    assert client.post("/office/team/news/", {"how": "never"}).status_code == 302
    assert NewsMail.objects.get(user=ben).how == How.NEVER
