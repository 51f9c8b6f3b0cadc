"""Editors keep the names and contact details of the body in one place, and every page shows them."""

import pytest
from django.db import DatabaseError

from body import current
from body.models import Body
from cms.models import ContactPage
from cms.setup import write_page
from tests import factories


@pytest.fixture
def body(stored_body, db):
    return Body.objects.create(pk=1, **factories.body_facts())


def changed(body, **facts):
    names = ("name", "lead", "members", "place", "whole_seat", "phone", "hours", "post", "neutral_line")
    return {name: getattr(body, name) for name in names} | facts


def test_a_new_phone_number_is_on_every_page_at_once(client, sign_in, editor, body):
    write_page(ContactPage(slug="contact", title="Contact us"))
    assert "01632 960177" not in client.get("/contact/").text
    desk = sign_in(editor, on=client.__class__())
    desk.post(f"/editor/body/edit/{body.pk}/", changed(body, phone="01632 960177", hours="Mondays"))
    for address in ("/", "/contact/"):
        assert "01632 960177" in client.get(address).text


@pytest.mark.parametrize("phone", ["01632 960177 nonsense", "ask us", "01632"])
def test_a_phone_number_that_no_one_can_dial_is_refused(sign_in, editor, body, phone):
    page = sign_in(editor).post(f"/editor/body/edit/{body.pk}/", changed(body, phone=phone)).text
    assert "Enter a phone number" in page
    body.refresh_from_db()
    assert body.phone != phone


def test_a_body_without_phone_and_address_leaves_no_gap(client, body):
    Body.objects.update(phone="", hours="", post="", neutral_line="")
    foot = client.get("/").text.split("<footer")[1]
    assert "rather talk" not in foot


def test_editors_change_neither_prefix_nor_seats(sign_in, editor, body):
    sign_in(editor).post(
        f"/editor/body/edit/{body.pk}/", changed(body, reference_prefix="ZZ", whole_seats="99")
    )
    kept = Body.objects.get()
    assert kept.reference_prefix != "ZZ"
    assert kept.whole_seats != 99


@pytest.mark.parametrize("address", ["new/", "delete/1/"])
def test_there_is_no_second_body_and_none_is_deleted(sign_in, editor, body, address):
    sign_in(editor).post(f"/editor/body/{address}", changed(body))
    assert Body.objects.count() == 1


def test_others_do_not_change_it(sign_in, ben, body):
    assert sign_in(ben).post(f"/editor/body/edit/{body.pk}/", changed(body, name="Mine")).status_code == 404
    assert Body.objects.get().name == body.name


def test_without_a_database_the_names_known_last_are_shown(body, monkeypatch):
    assert current.current_body().name == body.name

    def away():
        raise DatabaseError

    monkeypatch.setattr(current, "look_up", away)
    assert current.current_body().name == body.name


def test_it_is_looked_up_once_in_a_while(body, settings, django_assert_num_queries):
    settings.BODY_LOOKED_UP_EVERY = 60
    current.forget()
    with django_assert_num_queries(1):
        for _each in range(5):
            current.current_body()
    current.forget()
    with django_assert_num_queries(1):
        current.current_body()
