"""The duty rota: dated turns override the default, and only managers change it."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from casework.offices.duty.acceptance import accept_duty
from casework.offices.duty.rota import NotOfThisOffice, Step, add_turn, reached, set_duty
from casework.offices.models import Duty, DutyPeriod
from casework.wall.scope import ALL, scoped
from tests import factories
from ui.templatetags.ui import plain_day


@pytest.fixture(autouse=True)
def all_rows(db):
    with scoped(ALL):
        yield


def in_days(number):
    return timezone.localdate() + timedelta(days=number)


def fields(name, day):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def test_dated_turns_override_the_default_person(office, ben, dev):
    factories.on_duty(office=office, person=ben, cover=dev, by=dev)
    turn = add_turn(office=office, person=dev, cover=ben, starts_on=in_days(1), ends_on=in_days(3), by=dev)
    accept_duty(rota=turn, by=ben)
    assert reached(office, Step.PERSON) == [ben]
    assert reached(office, Step.PERSON, on=in_days(1)) == [dev]
    assert reached(office, Step.COVER, on=in_days(2)) == [ben]
    assert reached(office, Step.PERSON, on=in_days(3)) == [ben]


def test_overlapping_turns_are_refused(office, ben, dev):
    add_turn(office=office, person=ben, cover=None, starts_on=in_days(0), ends_on=in_days(3), by=dev)
    with pytest.raises(ValidationError):
        add_turn(office=office, person=dev, cover=None, starts_on=in_days(2), ends_on=in_days(4), by=dev)


@pytest.mark.parametrize("who", ["cat", "fay", "ada"])
def test_only_caseworkers_of_the_office_can_be_on_duty(assembly, office, dev, who):
    with pytest.raises(NotOfThisOffice):
        set_duty(
            office=office, person=getattr(assembly, who), cover=None, minutes=9, hours="", phone="", by=dev
        )


def test_manager_sets_the_duty_person_and_office_hours(desk, office, ben, dev):
    answer = desk(dev).post(
        reverse("backoffice:duty_settings"),
        {"person": ben.uuid, "minutes": "20", "hours": "Weekdays, 9am to 5pm", "phone": "020 7946 0100"},
        follow=True,
    )
    assert "The duty is set." in answer.text
    assert "Weekdays, 9am to 5pm" in answer.text
    assert "20 minutes" in answer.text
    assert Duty.objects.get().person == ben


def test_person_is_on_duty_once_they_accept(desk, office, ben, dev, sent_mail):
    set_duty(office=office, person=ben, cover=None, minutes=30, hours="", phone="", by=dev)
    assert [mail["To"] for mail in sent_mail()] == [ben.email]
    assert reached(office, Step.PERSON) == []
    assert "Accept to be on duty" not in desk(dev).get(reverse("backoffice:duty")).text
    client = desk(ben)
    assert "Accept to be on duty" in client.get(reverse("backoffice:duty")).text
    client.post(reverse("backoffice:duty_answer"), {"office": office.slug, "answer": "accept"})
    assert reached(office, Step.PERSON) == [ben]


def test_person_who_names_themselves_has_accepted(office, dev, sent_mail):
    set_duty(office=office, person=dev, cover=None, minutes=30, hours="", phone="", by=dev)
    assert reached(office, Step.PERSON) == [dev]
    assert sent_mail() == []


def test_acceptance_lasts_while_the_same_person_is_named(office, ben, dev, sent_mail):
    factories.on_duty(office=office, person=ben, by=dev)
    set_duty(office=office, person=ben, cover=None, minutes=9, hours="", phone="", by=dev)
    assert reached(office, Step.PERSON) == [ben]
    set_duty(office=office, person=dev, cover=ben, minutes=9, hours="", phone="", by=dev)
    assert reached(office, Step.COVER) == [], "cover is another duty"
    assert [mail["To"] for mail in sent_mail()] == [ben.email]


def test_duty_is_given_back_and_the_managers_are_told(desk, office, ben, dev, sent_mail):
    factories.on_duty(office=office, person=ben, by=dev)
    desk(ben).post(reverse("backoffice:duty_answer"), {"office": office.slug, "answer": "give-back"})
    assert Duty.objects.get().person is None
    assert [(mail["To"], mail["Subject"][:21]) for mail in sent_mail()] == [
        (dev.email, "Ben is not on duty fo")
    ]


def test_days_on_duty_are_accepted_as_cover_and_declined_as_person(desk, office, ben, dev):
    turn = add_turn(office=office, person=ben, cover=dev, starts_on=in_days(0), ends_on=in_days(3), by=dev)
    assert reached(office, Step.PERSON) == []
    answer = {"period": turn.uuid, "answer": "give-back"}
    assert desk(ben).post(reverse("backoffice:duty_answer"), answer).status_code == 302
    assert not DutyPeriod.objects.exists()


@pytest.mark.parametrize("who", ["dev", "fay", "cat", "eve"])
def test_invitation_cannot_be_answered_for_someone_else(desk, assembly, office, ben, dev, who):
    set_duty(office=office, person=ben, cover=None, minutes=30, hours="", phone="", by=dev)
    answer = {"office": office.slug, "answer": "accept"}
    assert desk(getattr(assembly, who)).post(reverse("backoffice:duty_answer"), answer).status_code == 404
    assert reached(office, Step.PERSON) == []


def test_manager_adds_and_removes_turns(desk, office, ben, dev):
    client = desk(dev)
    days = fields("first_day", in_days(0)) | fields("last_day", in_days(1))
    assert client.post(reverse("backoffice:duty_period"), {"person": ben.uuid} | days).status_code == 302
    turn = DutyPeriod.objects.get()
    assert (turn.starts_on, turn.ends_on) == (in_days(0), in_days(2))
    assert (
        f"from {plain_day(in_days(0))} to {plain_day(in_days(1))}"
        in client.get(reverse("backoffice:duty")).text
    )
    assert client.post(reverse("backoffice:duty_period"), {"person": ben.uuid} | days).status_code == 422
    client.post(reverse("backoffice:duty_remove", args=[turn.uuid]))
    assert not DutyPeriod.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"last_day_year": date.today().year - 1},
        {"person": ""},
        {"person": "nobody"},
        {"first_day_day": "99"},
    ],
    ids=str,
)
def test_invalid_turn_is_refused(desk, ben, dev, wrong):
    days = fields("first_day", in_days(0)) | fields("last_day", in_days(1))
    answer = desk(dev).post(reverse("backoffice:duty_period"), {"person": ben.uuid} | days | wrong)
    assert answer.status_code == 422
    assert "There is a problem" in answer.text


def test_staff_who_do_not_manage_see_the_rota_but_cannot_change_it(desk, office, ben, dev):
    client = desk(ben)
    page = client.get(reverse("backoffice:duty"))
    assert page.status_code == 200
    assert "Change who is on duty" not in page.text
    for name in ("duty_settings", "duty_period", "duty_away"):
        assert client.get(reverse(f"backoffice:{name}")).status_code == 403


def test_rota_is_404_to_another_office(desk, assembly, office, ben, dev):
    turn = add_turn(office=office, person=ben, cover=None, starts_on=in_days(0), ends_on=in_days(9), by=dev)
    client = desk(assembly.cat)
    assert "Ben" not in client.get(reverse("backoffice:duty")).text
    assert client.post(reverse("backoffice:duty_remove", args=[turn.uuid])).status_code == 404
    manager = desk(dev)
    assert manager.get(reverse("backoffice:duty_settings") + "?office=conservative").status_code == 404
