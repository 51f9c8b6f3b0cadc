"""Every form refuses with a sentence that says what to do, and keeps what was typed."""

import datetime
import re

import pytest
from django import forms as django_forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.html import parse_html

from casework.files.fields import UploadsField
from ui import fields, forms, widgets
from ui.gallery import Everything, Question


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


def test_an_empty_answer_is_told_what_to_fill_in():
    assert errors_of(Name({}), "name") == ["Fill in “Your name”"]


def test_the_words_of_a_forms_author_stay():
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
def test_each_kind_of_box_has_its_own_verb(name, words):
    assert errors_of(Everything({}), name)[0].startswith(words)


def test_an_answer_that_was_not_offered_is_not_repeated():
    assert errors_of(Everything({"topic": "<b>"}), "topic") == ["Choose one of the answers shown"]


def test_too_long_a_text_is_refused_whole_and_kept():
    form = Name({"name": "x" * 60})
    assert errors_of(form, "name") == ["Shorten this to 50 characters or fewer. It has 60"]
    assert "x" * 60 in str(form)


def test_no_browser_cuts_a_long_text_silently():
    assert "maxlength" not in str(Name())


def test_a_megabyte_in_one_field_is_refused_and_kept():
    assert len(str(Name({"name": "x" * 1_000_000}))) > 1_000_000


@pytest.mark.parametrize("hidden", ["\x00", "\ud800", "a\udfffb"])
def test_characters_that_cannot_be_kept_are_refused_and_the_rest_stays(hidden):
    form = Name({"name": f"Ada{hidden}"})
    assert errors_of(form, "name")[0].startswith("Type your answer again")
    assert "Ada" in str(form).encode().decode()


def test_hidden_characters_in_choices_are_refused_too():
    assert errors_of(Everything({"needs": ["large", "\x00"]}), "needs")


@pytest.mark.parametrize("unseen", ["\u202e", "\u2066", "\ufeff", "\x07"])
def test_unseen_characters_that_came_along_with_a_paste_are_dropped(unseen):
    form = Name({"name": f"{unseen}Ada"})
    assert form.is_valid()
    assert form.cleaned_data["name"] == "Ada"


def test_a_long_text_keeps_the_marks_of_its_script():
    form = Story({"story": "\u2067שלום\u2069\x0bnext"})
    assert form.is_valid()
    assert form.cleaned_data["story"] == "\u2067שלום\u2069\nnext"


def test_a_password_is_left_as_it_is():
    form = type("Secret", (forms.Form,), {"word": django_forms.CharField(widget=django_forms.PasswordInput)})
    secret = form({"word": "\u202eword"})
    assert secret.is_valid()
    assert secret.cleaned_data["word"] == "\u202eword"


def test_an_email_address_without_at_is_told_so():
    assert errors_of(Question({"way": "email", "address": "amina.example.com"}), "address") == [
        "Enter an email address like name@example.com. Yours has no @"
    ]


def test_a_question_under_another_answer_is_not_asked():
    form = Question({"way": "letter", "address": "not checked"})
    assert form.is_valid(), form.errors
    assert form.cleaned_data == {"way": "letter", "address": "", "safe": "", "number": ""}


def test_a_question_under_the_chosen_answer_is_asked():
    assert list(Question({"way": "phone"}).errors) == ["number"]


def test_what_was_typed_under_another_answer_stays_on_the_page():
    assert "not checked" in str(Question({"way": "letter", "address": "not checked"}))


def test_a_question_is_printed_once_even_under_an_answer():
    assert str(Question()).count('name="address"') == 1


@pytest.mark.parametrize("month", ["3", "March", "mar", "٣"])
def test_a_month_by_number_or_name_is_a_month(month):
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
def test_a_wrong_date_names_its_part(parts, start):
    assert errors_of(day(*parts), "when")[0].startswith(start)


def test_only_the_wrong_box_of_a_date_turns_red_and_is_linked():
    form = day("27", "x", "2026")
    assert str(form).count("govuk-input--error") == 1
    assert form["when"].first_id == "id_when_1"


def test_a_code_may_be_typed_with_spaces():
    form = Everything({"code": " 123 456 "})
    form.is_valid()
    assert form.cleaned_data["code"] == "123456"


def test_the_gallery_shows_the_box_for_files_that_people_meet():
    asked = Everything().fields["photos"]
    met = UploadsField(label=asked.label, help_text=asked.help_text)
    form = type("Product", (forms.Form,), {"photos": met})
    product, gallery = (each["photos"].as_field_group() for each in (form(), Everything()))
    assert parse_html(product) == parse_html(gallery)


def test_an_empty_file_is_named_as_such():
    form = type("Photo", (forms.Form,), {"photo": django_forms.FileField()})
    refused = form({}, {"photo": SimpleUploadedFile("a.jpg", b"")})
    assert errors_of(refused, "photo") == ["Choose another file. This one is empty"]


def test_hint_and_error_describe_their_box():
    html = str(Name({}))
    assert 'aria-describedby="id_name-hint id_name-error"' in html
    assert 'id="id_name-hint"' in html
    assert 'id="id_name-error"' in html


@pytest.mark.parametrize("form", [Question({}), Question({"way": "email"}), Everything({}), day("x", "", "")])
def test_every_id_that_is_pointed_at_exists_once(form):
    html = str(form)
    ids = re.findall(r'\bid="([^"]+)"', html)
    described = {each for found in re.findall(r'aria-describedby="([^"]+)"', html) for each in found.split()}
    pointed = set(re.findall(r'\bfor="([^"]+)"', html)) | described
    assert pointed | {form[name].first_id for name in form.errors} <= set(ids)
    assert len(ids) == len(set(ids))


def test_djangos_own_boxes_look_like_ours():
    html = str(Everything({"agree": "on"}))
    assert html.count('class="govuk-radios__input"') == 2
    assert html.count("govuk-checkboxes__input") == 4
    assert "govuk-select" in html
    assert 'dir="auto"' in html


def test_the_only_question_of_a_page_is_its_heading():
    html = str(Question())
    assert "<h1" in html
    assert "Your case to Adaeze Thornbury" in html
    assert "<h1" not in str(Name())


def test_a_prefixed_form_opens_its_questions_too():
    form = Question({"step-way": "phone", "step-number": "020 7946 0100"}, prefix="step")
    assert form.is_valid(), form.errors
    assert 'name="step-number"' in str(form)


def test_a_packages_form_becomes_ours_by_one_base():
    plain = type("Plain", (django_forms.Form,), {"name": django_forms.CharField(label="Name")})
    ours = type("Ours", (forms.FormMixin, plain), {})
    assert errors_of(ours({}), "name") == ["Fill in “Name”"]
    assert "govuk-form-group" in str(ours())
