"""Numbers, codes, dates and addresses are accepted in any script or look-alike characters: five ways of each kind."""

import pyotp
import pytest
from django import forms as django_forms
from django.urls import reverse

from casework.cases.references import read_reference
from casework.outbox.models import OutboxMessage
from casework.places.services import normalise_postcode
from casework.questionnaires.safe_word import fits, hashed
from casework.wall.scope import ALL, scoped
from tests.my_cases.texting import MOBILE, texted_code
from tests.typed.one_field import one
from ui.fields import DateField, EmailField, PhoneField

ZEROS = {"Arabic": "٠", "Persian": "۰", "Bengali": "০", "Devanagari": "०", "wide": "０", "Tamil": "௦"}
SCRIPTS = pytest.mark.parametrize("zero", ZEROS.values(), ids=ZEROS)


def in_script(zero, text):
    return "".join(chr(ord(zero) + int(each)) if each.isdigit() else each for each in text)


# --- Digits of other scripts ---


@SCRIPTS
def test_digits_of_other_scripts_in_an_emailed_code(client, ada, emailed_code, zero):
    client.post(reverse("account_request_login_code"), {"email": ada.email})
    answered = client.post(
        reverse("account_confirm_login_code"), {"code": in_script(zero, emailed_code(ada.email))}
    )
    assert answered.url == reverse("portal:my_cases")


@SCRIPTS
def test_digits_of_other_scripts_in_a_code_of_an_authenticator_app(gus, give_password, give_code, app, zero):
    give_password(gus.email)
    assert give_code(in_script(zero, app.now())).url == reverse("backoffice:home")


def test_wrong_code_in_other_digits_is_refused(gus, give_password, give_code, app):
    give_password(gus.email)
    wrong = f"{(int(app.now()) + 1) % 1_000_000:06d}"
    assert not pyotp.TOTP(app.secret).verify(wrong, valid_window=1)
    assert give_code(in_script("٠", wrong)).status_code == 422


@SCRIPTS
def test_digits_of_other_scripts_in_a_texted_code(sign_in, ada, case, texts, zero):
    page = reverse("portal:my_case_alerts", args=[case.reference])
    client = sign_in(ada)
    asked = client.post(page, {"way": "text", "number": in_script(zero, "07700 900 123")})
    assert client.post(asked.url, {"code": in_script(zero, texted_code())}).status_code == 302
    with scoped(ALL):
        assert OutboxMessage.objects.filter(recipients=[MOBILE]).exists()


@SCRIPTS
def test_digits_of_other_scripts_in_numbers_dates_references_and_words(zero):
    assert normalise_postcode(in_script(zero, "E16 1ZE")) == "E161ZE"
    assert one(PhoneField(), in_script(zero, "020 7946 0000")).cleaned_data["box"] == "020 7946 0000"
    typed = {
        f"box_{part}": in_script(zero, number)
        for part, number in (("day", "27"), ("month", "3"), ("year", "2026"))
    }
    assert one(DateField(), None, **typed).cleaned_data["box"].isoformat() == "2026-03-27"
    assert one(django_forms.IntegerField(), in_script(zero, "30")).cleaned_data["box"] == 30
    assert fits(in_script(zero, "1234 5678"), hashed("12345678"))


def test_safe_word_differs_by_its_vowel_signs():
    assert fits("কা-কা কি", hashed("কাকাকি"))
    assert not fits("কিকিকা", hashed("কাকাকি"))


@SCRIPTS
def test_digits_of_other_scripts_in_a_reference(case, zero):
    assert read_reference(in_script(zero, case.reference)) == case.reference


# --- Invisible or look-alike characters in machine fields ---


@pytest.mark.parametrize(
    "typed",
    ["ada\u200b@london.example", "\u2060ada@london.example\ufeff", "ada@lon\u00addon.example", "ada＠london.example",
     "ada@london\u200d.example", "\u00a0ada@london.example\u3000"],
)  # fmt: skip
def test_invisible_characters_in_an_email_address(typed):
    assert one(EmailField(), typed).cleaned_data["box"] == "ada@london.example"


@pytest.mark.parametrize("typed", ["аda@london.example", "ａda@london.example", "ſhut@staff.example"])
def test_look_alike_letter_in_an_address_cannot_sign_in(client, db, typed):
    answered = client.post(reverse("account_request_login_code"), {"email": typed})
    assert answered.status_code == 422


@pytest.mark.parametrize(
    "typed",
    ["020\u201179460000", "020\u201379460000", "020\u221279460000",
     "020-79460000\u200b", "020\ufe6379460000", "020\uff0d79460000"],
)  # fmt: skip
def test_dashes_and_invisible_characters_in_a_phone_number(typed):
    assert one(PhoneField(), typed).cleaned_data["box"] == "020-79460000"


@pytest.mark.parametrize(
    "typed", ["E16\u20111ZE", "E16\u20131ZE", "E16\u2009\u200b1ZE", "\u2066E161ZE\u2069", "E16\u00ad1ZE"]
)
def test_dashes_and_invisible_characters_in_a_postcode(typed):
    assert normalise_postcode(typed) == "E161ZE"


@pytest.mark.parametrize("dash", ["\u2011", "\u2013", "\u2014", "\u2212", "\u00ad-\u200b"])
def test_dashes_and_invisible_characters_in_a_reference(case, dash):
    assert read_reference(case.reference.replace("-", dash)) == case.reference


@pytest.mark.parametrize("name", ["می‌خواهم", "ශ්‍රී", "क्‍ष", "👩‍👩‍👧", "ক্‌ষ"])
def test_joiners_in_a_name_are_kept(name):
    assert one(django_forms.CharField(), f"\u200b{name}\u2060").cleaned_data["box"] == name
