"""The rota: a person's days win over the default, and managers alone keep it."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from casework.offices.duty_rota import NotOfThisOffice, Step, add_turn, reached, set_duty
from casework.offices.models import DutyTurn
from casework.scope import ALL, scoped


@pytest.fixture(autouse=True)
def everything(db):
    with scoped(ALL):
        yield


def in_days(number):
    return timezone.localdate() + timedelta(days=number)


def fields(name, day):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def test_days_on_the_rota_win_over_the_default(office, ben, dev):
    set_duty(office=office, person=ben, cover=dev, minutes=30, hours="", phone="", by=dev)
    add_turn(office=office, person=dev, cover=ben, starts_on=in_days(1), ends_on=in_days(3), by=dev)
    assert reached(office, Step.PERSON) == [ben]
    assert reached(office, Step.PERSON, on=in_days(1)) == [dev]
    assert reached(office, Step.COVER, on=in_days(2)) == [ben]
    assert reached(office, Step.PERSON, on=in_days(3)) == [ben]


def test_one_person_a_day_is_on_duty(office, ben, dev):
    add_turn(office=office, person=ben, cover=None, starts_on=in_days(0), ends_on=in_days(3), by=dev)
    with pytest.raises(ValidationError):
        add_turn(office=office, person=dev, cover=None, starts_on=in_days(2), ends_on=in_days(4), by=dev)


@pytest.mark.parametrize("who", ["cat", "fay", "ada"])
def test_only_who_works_on_its_cases_is_on_duty(assembly, office, dev, who):
    with pytest.raises(NotOfThisOffice):
        set_duty(
            office=office, person=getattr(assembly, who), cover=None, minutes=9, hours="", phone="", by=dev
        )


def test_a_manager_sets_who_is_on_duty_and_the_real_hours(desk, office, ben, dev):
    answer = desk(dev).post(
        reverse("backoffice:duty_settings"),
        {"person": ben.uuid, "minutes": "20", "hours": "Weekdays, 9am to 5pm", "phone": "020 7946 0100"},
        follow=True,
    )
    assert "The duty is set." in answer.text
    assert "Weekdays, 9am to 5pm" in answer.text
    assert "20 minutes" in answer.text
    assert reached(office, Step.PERSON) == [ben]


def test_a_manager_adds_days_and_takes_them_away(desk, office, ben, dev):
    client = desk(dev)
    days = fields("first_day", in_days(0)) | fields("last_day", in_days(1))
    assert client.post(reverse("backoffice:duty_turn"), {"person": ben.uuid} | days).status_code == 302
    turn = DutyTurn.objects.get()
    assert (turn.starts_on, turn.ends_on) == (in_days(0), in_days(2))
    assert client.post(reverse("backoffice:duty_turn"), {"person": ben.uuid} | days).status_code == 422
    client.post(reverse("backoffice:duty_remove", args=[turn.uuid]))
    assert not DutyTurn.objects.exists()


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
def test_a_wrong_day_or_person_is_refused_with_what_was_typed(desk, ben, dev, wrong):
    days = fields("first_day", in_days(0)) | fields("last_day", in_days(1))
    answer = desk(dev).post(reverse("backoffice:duty_turn"), {"person": ben.uuid} | days | wrong)
    assert answer.status_code == 422
    assert "There is a problem" in answer.text


def test_a_colleague_sees_the_rota_and_does_not_keep_it(desk, office, ben, dev):
    client = desk(ben)
    page = client.get(reverse("backoffice:duty"))
    assert page.status_code == 200
    assert "Change who is on duty" not in page.text
    for name in ("duty_settings", "duty_turn", "duty_away"):
        assert client.get(reverse(f"backoffice:{name}")).status_code == 403


def test_another_office_is_not_there(desk, assembly, office, ben, dev):
    turn = add_turn(office=office, person=ben, cover=None, starts_on=in_days(0), ends_on=in_days(9), by=dev)
    client = desk(assembly.cat)
    assert "Ben" not in client.get(reverse("backoffice:duty")).text
    assert client.post(reverse("backoffice:duty_remove", args=[turn.uuid])).status_code == 404
    manager = desk(dev)
    assert manager.get(reverse("backoffice:duty_settings") + "?office=conservative").status_code == 404
