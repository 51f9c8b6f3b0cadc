"""Tests of form errors, which say what to do and keep what was typed."""

import datetime
import re

import pytest
from django import forms as django_forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.html import parse_html

from ui import fields, forms, widgets
from ui.gallery import Everything, Question
from uploads.fields import UploadsField


class Name(forms.Form):
    name = django_forms.CharField(label="Your name", help_text="As you like it.", max_length=50)


class Story(forms.Form):
    story = django_forms.CharField(widget=widgets.Textarea)


class Day(forms.Form):
    when = fields.DateField(label="When did it start?")


def day(*parts):
    return Day(dict(zip(["when_day", "when_month", "when_year"], parts, strict=True)))


def errors_of(form, name):
    return form.errors.get(name, [])


def test_missing_value_names_the_field():
    assert errors_of(Name({}), "name") == ["Fill in “Your name”"]


def test_message_of_the_forms_author_is_kept():
    assert errors_of(Question({"way": "email"}), "safe") == ["Say whether it is safe to write to you there"]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("topic", "Choose an answer"),
        ("needs", "Choose an answer"),
        ("photos", "Choose a file"),
        ("agree", "Tick"),
    ],
)
def test_required_message_has_a_verb_for_each_widget(name, words):
    assert errors_of(Everything({}), name)[0].startswith(words)


def test_invalid_choice_is_not_echoed():
    assert errors_of(Everything({"topic": "<b>"}), "topic") == ["Choose one of the answers shown"]


def test_text_too_long_is_refused_and_kept():
    form = Name({"name": "x" * 60})
    assert errors_of(form, "name") == ["Shorten this to 50 characters or fewer. It has 60"]
    assert "x" * 60 in str(form)


def test_text_input_has_no_maxlength():
    assert "maxlength" not in str(Name())


def test_megabyte_of_text_is_kept_on_the_page():
    assert len(str(Name({"name": "x" * 1_000_000}))) > 1_000_000


@pytest.mark.parametrize("hidden", ["\x00", "\ud800", "a\udfffb"])
def test_unusable_character_is_refused_and_the_rest_is_kept(hidden):
    form = Name({"name": f"Ada{hidden}"})
    assert errors_of(form, "name")[0].startswith("Type your answer again")
    assert "Ada" in str(form).encode().decode()


def test_unusable_character_in_a_choice_is_refused():
    assert errors_of(Everything({"needs": ["large", "\x00"]}), "needs")


@pytest.mark.parametrize("invisible", ["\u202e", "\u2066", "\ufeff", "\x07"])
def test_pasted_invisible_characters_are_removed(invisible):
    form = Name({"name": f"{invisible}Ada"})
    assert form.is_valid()
    assert form.cleaned_data["name"] == "Ada"


def test_textarea_keeps_bidirectional_characters():
    form = Story({"story": "\u2067שלום\u2069\x0bnext"})
    assert form.is_valid()
    assert form.cleaned_data["story"] == "\u2067שלום\u2069\nnext"


def test_password_keeps_invisible_characters():
    form = type("Secret", (forms.Form,), {"word": django_forms.CharField(widget=django_forms.PasswordInput)})
    secret = form({"word": "\u202eword"})
    assert secret.is_valid()
    assert secret.cleaned_data["word"] == "\u202eword"


def test_email_without_at_sign_has_its_own_message():
    assert errors_of(Question({"way": "email", "address": "amina.example.com"}), "address") == [
        "Enter an email address like name@example.com. Yours has no @"
    ]


def test_field_of_an_unselected_choice_is_ignored():
    form = Question({"way": "letter", "address": "not checked"})
    assert form.is_valid(), form.errors
    assert form.cleaned_data == {"way": "letter", "address": "", "safe": "", "number": ""}


def test_field_of_the_selected_choice_is_validated():
    assert list(Question({"way": "phone"}).errors) == ["number"]


def test_value_of_an_unselected_choice_stays_on_the_page():
    assert "not checked" in str(Question({"way": "letter", "address": "not checked"}))


def test_revealed_field_is_rendered_once():
    assert str(Question()).count('name="address"') == 1


@pytest.mark.parametrize("month", ["3", "March", "mar", "٣"])
def test_month_is_accepted_by_number_or_name(month):
    form = day("27", month, "2026")
    assert form.is_valid(), form.errors
    assert form.cleaned_data["when"] == datetime.date(2026, 3, 27)


@pytest.mark.parametrize(
    ("parts", "start"),
    [
        (("", "3", "2026"), "Enter the day"),
        (("27", "", "2026"), "Enter the month"),
        (("27", "13", "2026"), "Enter the month"),
        (("27", "ma", "2026"), "Enter the month"),
        (("27", "3", "26"), "Enter the year"),
        (("27", "3", "9" * 5000), "Enter the year"),
        (("31", "2", "2026"), "Enter a date that exists"),
        (("", "", ""), "Fill in"),
    ],
)
def test_invalid_date_names_its_part(parts, start):
    assert errors_of(day(*parts), "when")[0].startswith(start)


def test_only_the_invalid_box_of_a_date_is_marked_and_linked():
    form = day("27", "x", "2026")
    assert str(form).count("govuk-input--error") == 1
    assert form["when"].first_id == "id_when_1"


def test_code_may_contain_spaces():
    form = Everything({"code": " 123 456 "})
    form.is_valid()
    assert form.cleaned_data["code"] == "123456"


def test_gallery_file_input_matches_the_product():
    photos = Everything().fields["photos"]
    product_field = UploadsField(label=photos.label, help_text=photos.help_text)
    form = type("Product", (forms.Form,), {"photos": product_field})
    product, gallery = (each["photos"].as_field_group() for each in (form(), Everything()))
    assert parse_html(product) == parse_html(gallery)


def test_empty_file_has_its_own_message():
    form = type("Photo", (forms.Form,), {"photo": django_forms.FileField()})
    refused = form({}, {"photo": SimpleUploadedFile("a.jpg", b"")})
    assert errors_of(refused, "photo") == ["Choose another file. This one is empty"]


def test_hint_and_error_are_in_aria_describedby():
    html = str(Name({}))
    assert 'aria-describedby="id_name-hint id_name-error"' in html
    assert 'id="id_name-hint"' in html
    assert 'id="id_name-error"' in html


@pytest.mark.parametrize("form", [Question({}), Question({"way": "email"}), Everything({}), day("x", "", "")])
def test_every_referenced_id_exists_once(form):
    html = str(form)
    ids = re.findall(r'\bid="([^"]+)"', html)
    described = {each for found in re.findall(r'aria-describedby="([^"]+)"', html) for each in found.split()}
    pointed = set(re.findall(r'\bfor="([^"]+)"', html)) | described
    assert pointed | {form[name].first_id for name in form.errors} <= set(ids)
    assert len(ids) == len(set(ids))


def test_django_widgets_are_styled_like_ours():
    html = str(Everything({"agree": "on"}))
    assert html.count('class="govuk-radios__input"') == 3  # and "Not answered yet" for text browsers
    assert html.count("govuk-checkboxes__input") == 4
    assert "govuk-select" in html
    assert 'dir="auto"' in html


def test_only_field_of_a_page_is_its_heading():
    html = str(Question())
    assert "<h1" in html
    assert "Your case to Adaeze Thornbury" in html
    assert "<h1" not in str(Name())


def test_prefixed_form_reveals_its_fields():
    form = Question({"step-way": "phone", "step-number": "020 7946 0100"}, prefix="step")
    assert form.is_valid(), form.errors
    assert 'name="step-number"' in str(form)


def test_mixin_adapts_a_package_form():
    plain = type("Plain", (django_forms.Form,), {"name": django_forms.CharField(label="Name")})
    ours = type("Ours", (forms.FormMixin, plain), {})
    assert errors_of(ours({}), "name") == ["Fill in “Name”"]
    assert "govuk-form-group" in str(ours())
