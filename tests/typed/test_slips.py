"""Typing slips are corrected or refused with a message that says what is wrong: five ways of each kind."""

import re

import pytest
from django.test import RequestFactory

from accounts.limits.client_address import client_address
from casework.files.names import clean_name
from casework.places.services import Malformed, find_postcode, normalise_postcode
from tests.typed.one_field import one, said
from ui.fields import EmailField, PhoneField

# --- A way to answer that is none ---


@pytest.mark.parametrize(
    "typed", ["......", "(  )  -  -", "+-+-+-+-", "12345", "020 79", "ext 123456", "...... x 1234"]
)
def test_phone_number_with_fewer_than_six_digits_is_refused(typed):
    assert re.search("six digits|phone number like", said(one(PhoneField(), typed)))


@pytest.mark.parametrize("typed", [".", "-", "...", "?!", ",\n,"])
def test_postal_address_of_one_dot_is_refused_as_reply_route(hand, typed):
    hand.fill(until="you")
    answered = hand.post("you", {"postal_address": typed})
    assert "Enter the whole postal address" in answered.text
    assert hand.post("you", {"postal_address": "Flat 2, 1 High Road"}).status_code == 302


@pytest.mark.parametrize("typed", [".", "-", "...", "?!", ",\n,"])
def test_postal_address_of_one_dot_is_refused_for_the_other_person(hand, typed):
    from tests.raise_case.answers import VALID

    changed = {"for-whom": {"for_whom": "other"}, "person": VALID["person"][0]}
    hand.fill(until="person-contact", **changed)
    answered = hand.post("person-contact", {"person_safe": "no", "person_post": typed})
    assert "Enter the whole postal address" in answered.text


# --- Postcodes ---


@pytest.mark.parametrize(
    "typed", ["E!4 9BQ", "E$ 1ZE", "SE! 2AA", "E1^ 1ZE", "E16 !ZE", "£E16 1ZE", "E16 (ZE", "N&1AA"]
)
def test_typing_slip_never_yields_another_postcode(two_postcodes, typed):
    assert find_postcode(typed) == Malformed()


# --- Where a request comes from ---


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("203.0.113.7:51234", "203.0.113.7"),
        ("[2001:db8::7]:443", "2001:db8::7"),
        ("[2001:db8::7]", "2001:db8::7"),
        ('"203.0.113.7:51234"', "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8::7", "2001:db8::7"),
        ("198.51.100.1, 203.0.113.7:1", "203.0.113.7"),
    ],
)
def test_client_address_drops_its_port(settings, written, address):
    settings.TRUSTED_PROXIES = ["10.0.0.0/8"]
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1:40000", headers={"X-Forwarded-For": written})
    assert client_address(request) == address


@pytest.mark.parametrize("written", ["203.0.113.7:", "203.0.113.7:x", "[203.0.113.7", "host:80", ":80"])
def test_invalid_client_address_with_a_port_is_none(settings, written):
    settings.TRUSTED_PROXIES = ["10.0.0.0/8"]
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", headers={"X-Forwarded-For": written})
    assert client_address(request) == "10.0.0.1"


# --- Small ---


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("sam.o’x@example.com", "sam.o'x@example.com"),
        ("sam.oʼx@example.com", "sam.o'x@example.com"),
        ("sam@example.com.", "sam@example.com"),
        ("sam@example.com,", "sam@example.com"),
        ("mailto:sam@example.com", "sam@example.com"),
        ("MAILTO:sam@example.com", "sam@example.com"),
        ("<sam@example.com>;", "sam@example.com"),
    ],
)
def test_small_slips_in_an_email_address_are_corrected(typed, meant):
    assert one(EmailField(), typed).cleaned_data["box"] == meant


@pytest.mark.parametrize(
    "typed", ["kim@[127.0.0.1]", "kim@[::1]", "kim@[IPv6:::1]", "kim@[10.0.0.1].", "kim@[x]"]
)
def test_email_address_in_brackets_is_refused_with_advice(typed):
    assert "We cannot write to one with [" in said(one(EmailField(), typed))


@pytest.mark.parametrize(
    "typed",
    ["020 7946 0000 Ext. 12", "020 7946 0000 EXT 12", "020 7946 0000, extension 12", "+44 20 7946 0000 x12",
     "020 7946 0000 #12", "18001 020 7946 0000", "+44 (0)20 7946 0000", "020/7946/0000"],
)  # fmt: skip
def test_common_phone_number_formats_are_accepted(typed):
    assert one(PhoneField(), typed).cleaned_data["box"] == typed


@pytest.mark.parametrize(
    "typed", ["tel:02079460000", "02079460000.", "02079460000,", "TEL:02079460000;", " 02079460000 "]
)
def test_small_slips_in_a_phone_number_are_corrected(typed):
    assert one(PhoneField(), typed).cleaned_data["box"] == "02079460000"


@pytest.mark.parametrize(
    "typed", ["E16 1ZE, London", "London, E16 1ZE", "E16 1ZE; UK", "Newham\nE16 1ZE", "E16 1ZE,"]
)
def test_postcode_followed_by_its_town_is_found(typed):
    assert normalise_postcode(typed) == "E161ZE"


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("Photo %22front%22.jpg", "Photo 'front'.jpg"),
        ('Photo "front".jpg', "Photo 'front'.jpg"),
        ("a%0D%0Ab.pdf", "a b.pdf"),
        ("%22.pdf", "'.pdf"),
        ("100%25.pdf", "100%25.pdf"),
    ],
)
def test_file_name_is_shown_as_given(sent, shown):
    assert clean_name(sent) == shown
