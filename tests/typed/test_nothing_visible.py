"""Invisible text counts as empty in every form, and a line break is one character."""

import pytest
from django import forms as django_forms
from django.urls import reverse

from casework.cases.models import Message, Note
from casework.wall.scope import ALL, scoped
from tests.typed.every_form import answer, forms_of_ours, is_ours, is_typed, text_fields
from tests.typed.one_field import one, said
from ui.forms import FormMixin
from ui.text import is_blank

NOTHING = [
    "\u00a0\u200b",
    "\u200b",
    "\u3000\u2003",
    "\u200d\u2060\ufeff",
    "\u2800\u3164",
    "\u00ad\u115f",
    " \n\u180e\t",
]


# --- "Empty" means that there is nothing to see ---


def test_every_text_field_treats_invisible_characters_as_empty(db):
    fields = list(text_fields())
    for form, name, field in fields:
        filled = answer(form, name, field, "\u00a0\u200b")
        assert filled[name].data == "", (form, name)
        if field.required:
            assert filled.errors.get(name), (form, name)
        else:
            assert filled.fields[name].clean(filled[name].data) == field.empty_value, (form, name)
    assert len(fields) > 40


def test_every_form_uses_the_base_class(db):
    found = list(forms_of_ours())
    ours = [form for form in found if is_ours(form)]
    for form in found:
        is_half = any(
            issubclass(whole, form) for whole in ours
        )  # a part that our forms are put together from
        asks_nothing = not any(is_typed(field) for field in form.base_fields.values())
        assert is_ours(form) or is_half or asks_nothing or form.__module__.startswith("cms."), form
    assert all(form.bound_field_class is FormMixin.bound_field_class for form in ours)


def test_form_without_the_base_class_is_detected():
    bare = type("Bare", (django_forms.Form,), {"box": django_forms.CharField(required=False)})
    assert bare({"box": "\u200b"})["box"].data == "\u200b"
    assert not is_ours(bare)


@pytest.mark.parametrize("nothing", NOTHING)
def test_invisible_constituent_reply_is_refused(sign_in, ada, case, nothing):
    page = sign_in(ada).get(reverse("portal:my_case", args=[case.reference]))
    once = page.context["form"]["once"].value()
    answered = sign_in(ada).post(
        reverse("portal:my_case", args=[case.reference]), {"body": nothing, "once": once}
    )
    assert "Enter your message" in answered.text
    with scoped(ALL):
        assert Message.objects.filter(case=case).count() == 1


@pytest.mark.parametrize("nothing", NOTHING)
def test_invisible_note_and_staff_reply_are_refused(sign_in, ben, case, nothing):
    client = sign_in(ben)
    client.post(reverse("backoffice:note", args=[case.reference]), {"body": nothing})
    answered = client.post(reverse("backoffice:reply", args=[case.reference]), {"body": nothing}, follow=True)
    assert "Enter your reply. It is empty" in answered.text
    with scoped(ALL):
        assert not Note.objects.filter(case=case).exists()
        assert Message.objects.filter(case=case).count() == 1


@pytest.mark.parametrize("nothing", NOTHING)
def test_invisible_name_is_stored_as_empty(hand, submission, nothing):
    hand.fill(until="you")
    hand.post("you", {"name": nothing, "phone": "020 7946 0000"})
    assert submission().answers["you"]["name"] == ""


@pytest.mark.parametrize("seen", ["👍", "?", "ا", ".", "\u0301a", "-"])
def test_visible_text_is_not_empty(seen):
    assert not is_blank(f"\u200b{seen}")
    assert one(django_forms.CharField(), seen).is_valid()


# --- Lengths ---


@pytest.mark.parametrize(("lines", "most"), [(15, 500), (1, 20), (100, 250), (2, 60), (30, 500)])
def test_line_break_counts_as_one_character(lines, most):
    text = ("a" * (most // lines - 1) + "\r\n") * lines
    box = django_forms.CharField(max_length=most, strip=False, widget=django_forms.Textarea)
    assert one(box, text).cleaned_data["box"] == text.replace("\r\n", "\n")
    over = one(box, "a" * most + "\r\n" + "b")
    assert f"It has {most + 2}" in said(over)


def test_line_break_counts_as_one_character_in_a_form_step(hand, submission):
    text = "\r\n".join(["a" * 32] * 15)
    assert len(text.replace("\r\n", "\n")) == 494
    hand.post("safety", {"safe": "no", "safe_way": text})
    assert submission().answers["safety"]["safe_way"] == text.replace("\r\n", "\n")
