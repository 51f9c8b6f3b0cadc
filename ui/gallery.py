"""A gallery of every component, for development and for the browser tests."""

import datetime

from django import forms as django_forms
from django.conf import settings
from django.db import transaction
from django.shortcuts import render
from django.utils import timezone, translation

from . import fields, forms, widgets

CONTACT_CHOICES = [
    ("email", "By email"),
    ("phone", "By phone"),
    ("letter", "By letter"),
    ("none", "Do not contact me"),
]
SAFE = [("yes", "Yes, only I can see it"), ("no", "No, or not sure")]
FILE_KINDS = (
    "image/jpeg,image/png,image/webp,image/gif,image/heic,image/heif,"
    ".jpg,.jpeg,.png,.webp,.gif,.heic,.heif,.pdf,.docx,.xlsx,.odt,.txt,.text,.md,.log,.csv"
)
FILES = [{"name": "lift-notice.jpg", "size": 1_200_000, "url": "#main", "state": ""}]


class SeveralFiles(django_forms.FileInput):
    """The widget of `uploads.fields`, which cannot be imported here; a test keeps them identical."""

    allow_multiple_selected = True


class Question(forms.Form):
    """A form with one question, and fields revealed by its choices."""

    page_heading_field = "way"
    page_caption = "Your case to Adaeze Thornbury · About you"

    way = django_forms.ChoiceField(
        label="How should we answer you?",
        help_text="Choose one. Each is answered just as carefully.",
        choices=CONTACT_CHOICES,
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
    """A form with every kind of widget, ours and Django's."""

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


@transaction.non_atomic_requests  # it makes no queries
def public(request):
    return _render(request, "ui/gallery_public.html")


def desk(request):
    return _render(request, "ui/gallery_desk.html")


def _render(request, template):
    """Render the gallery. `?errors=1` shows forms with errors, `?lang=ar` right-to-left text."""
    with translation.override(request.GET.get("lang") or translation.get_language()):
        return render(request, template, example_context(refused="errors" in request.GET))


def example_context(*, refused=False):
    """Return what the gallery shows: forms, with errors if `refused`, files, facts and rows."""
    sent = {
        "way": "email",
        "address": "amina.example.com",
        "day_day": "31",
        "day_month": "2",
        "day_year": "2026",
    }
    return {
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
