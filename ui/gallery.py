"""Every component once, for those who build pages and for the tests that look at them. Development only."""

import datetime

from django import forms as django_forms
from django.conf import settings
from django.db import transaction
from django.shortcuts import render
from django.utils import timezone, translation

from . import fields, forms, widgets

WAYS = [("email", "By email"), ("phone", "By phone"), ("letter", "By letter"), ("none", "Do not contact me")]
SAFE = [("yes", "Yes, only I can see it"), ("no", "No, or not sure")]
FILE_KINDS = "image/jpeg,image/png,image/webp,image/gif,image/heic,.heic,.pdf,.docx,.xlsx,.odt,.txt"
FILES = [{"name": "lift-notice.jpg", "size": 1_200_000, "url": "#main", "state": ""}]


class SeveralFiles(django_forms.FileInput):
    """The box of `casework.files.fields`, which nothing here may import; a test keeps the two alike."""

    allow_multiple_selected = True


class Question(forms.Form):
    """One question on its page, with questions under an answer."""

    page_heading_field = "way"
    page_caption = "Your case to Adaeze Thornbury · About you"

    way = django_forms.ChoiceField(
        label="How should we answer you?",
        help_text="Choose one. Each is answered just as carefully.",
        choices=WAYS,
        widget=widgets.Radios(reveals={"email": ["address", "safe"], "phone": "number"}),
    )
    address = fields.EmailField(label="Your email address")
    safe = django_forms.ChoiceField(
        label="Is it safe to write to you there?",
        choices=SAFE,
        widget=widgets.Radios(
            choice_hints={"no": "We will ask you for a safe way, and send nothing before that."}
        ),
        error_messages={"required": "Say whether it is safe to write to you there"},
    )
    number = django_forms.CharField(label="Your phone number", widget=widgets.PhoneInput)


class Everything(forms.Form):
    """Every kind of box, ours and Django's own."""

    name = django_forms.CharField(label="Name", help_text="As you like to be called.", max_length=20)
    code = django_forms.CharField(label="Code", help_text="6 digits.", widget=widgets.CodeInput)
    story = django_forms.CharField(label="What happened?", widget=widgets.Textarea(rows=4))
    day = fields.DateField(label="When did it start?", help_text="For example, 27 3 2026")
    topic = django_forms.ChoiceField(label="Topic", choices=[("", "Any"), ("bus", "Buses"), ("tube", "Tube")])
    needs = django_forms.MultipleChoiceField(
        label="What do you need?",
        choices=[("large", "Large print"), ("easy", "Easy read"), ("bsl", "British Sign Language")],
        widget=widgets.Checkboxes,
    )
    plain = django_forms.ChoiceField(label="Yes or no?", choices=SAFE, widget=django_forms.RadioSelect)
    photos = django_forms.FileField(
        label="Add photos or documents",
        help_text=f"Up to {settings.FILES_MAX_NUMBER} files.",
        widget=SeveralFiles({"accept": FILE_KINDS}),
    )
    agree = django_forms.BooleanField(label="This is true as far as I know")


@transaction.non_atomic_requests  # it asks no database, so it needs none
def public(request):
    return _shown(request, "ui/gallery_public.html")


def desk(request):
    return _shown(request, "ui/gallery_desk.html")


def _shown(request, template):
    """`?errors=1` shows refused forms, `?lang=ar` the other direction of writing."""
    refused = "errors" in request.GET
    sent = {
        "way": "email",
        "address": "amina.example.com",
        "day_day": "31",
        "day_month": "2",
        "day_year": "2026",
    }
    with translation.override(request.GET.get("lang") or translation.get_language()):
        page = {
            "form": Question(sent if refused else None),
            "everything": Everything(sent | {"name": "A" * 30} if refused else None),
            "files": FILES,
            "now": timezone.make_aware(datetime.datetime(timezone.localdate().year, 11, 18, 15, 40)),
            "facts": [
                ("Waiting for you since", "Wednesday 18 November"),
                ("Next date", "Wednesday 2 December"),
            ],
            "rows": [
                {"key": "Member", "value": "Adaeze Thornbury, North East", "change_url": "#main"},
                {"key": "Files", "files": FILES, "change_url": "#main"},
            ],
        }
        return render(request, template, page)
