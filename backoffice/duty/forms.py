"""Forms for the duty rota of one office."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from casework.offices.duty.models import FEWEST_MINUTES, MOST_MINUTES
from casework.offices.duty.rota import MINUTES, can_be_on_duty
from ui.fields import DateField, PhoneField
from ui.forms import Form
from ui.widgets import PhoneInput, Select, TextInput

MINUTES_WRONG = _("Enter a number of minutes from 5 to 1440")


def person_field(label, *, required=True, missing=""):
    return forms.ModelChoiceField(
        label=label,
        queryset=User.objects.none(),
        to_field_name="uuid",
        required=required,
        empty_label=_("Choose a person") if required else _("No one"),
        widget=Select,
        error_messages={"required": missing or _("Choose a person")},
    )


class OfOffice(Form):
    """A form about one office: it offers the people who work on its cases."""

    people = ()
    office = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, offices, office, duty, **kwargs):
        kwargs["initial"] = {"office": office.slug} | self.begin(office, duty)
        super().__init__(*args, **kwargs)
        working = can_be_on_duty(office)
        offered = [(str(user.uuid), str(user)) for user in working]
        for name in self.people:
            field = self.fields[name]
            field.queryset = User.objects.filter(pk__in=[user.pk for user in working])
            field.choices = [("", field.empty_label), *offered]  # read once for all fields

    def begin(self, office, duty):
        return {}

    def facts(self):
        return {name: value for name, value in self.cleaned_data.items() if name != "office"}


class DutyForm(OfOffice):
    people = ("person", "cover")

    person = person_field(_("Duty person"), required=False)
    cover = person_field(_("Cover"), required=False)
    minutes = forms.IntegerField(
        label=_("How many minutes may an alert stay unread?"),
        help_text=_("Then we tell the next person."),
        min_value=FEWEST_MINUTES,
        max_value=MOST_MINUTES,
        widget=TextInput(width=4, inputmode="numeric"),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), MINUTES_WRONG),
    )
    hours = forms.CharField(
        label=_("Office opening hours"),
        help_text=_(
            "We tell this to people who write about a risk. For example: Monday to Friday, 9am to 5pm."
        ),
        max_length=120,
        required=False,
        widget=TextInput,
    )
    phone = PhoneField(
        label=_("Phone number of the office"),
        max_length=40,
        required=False,
        widget=PhoneInput(autocomplete="off"),
    )

    def begin(self, office, duty):
        known = {"minutes": MINUTES, "hours": office.hours, "phone": office.phone}
        if duty is not None:
            known |= {"person": duty.person and duty.person.uuid, "minutes": duty.minutes}
            known |= {"cover": duty.cover and duty.cover.uuid}
        return known


class DaysForm(OfOffice):
    """A first and a last day, both included; stored with the day after the last."""

    person = person_field(_("Person"))
    first_day = DateField(label=_("First day"), error_messages={"required": _("Enter the first day")})
    last_day = DateField(label=_("Last day"), error_messages={"required": _("Enter the last day")})

    def clean(self):
        first, last = self.cleaned_data.get("first_day"), self.cleaned_data.get("last_day")
        if last and last < timezone.localdate():
            self.add_error("last_day", _("Enter a day from today on. That day has passed"))
        elif first and last and last < first:
            self.add_error("last_day", _("Enter a last day that is not before the first day"))

    def facts(self):
        facts = super().facts()
        return facts | {
            "starts_on": facts.pop("first_day"),
            "ends_on": facts.pop("last_day") + timedelta(days=1),
        }


class TurnForm(DaysForm):
    people = ("person", "cover")

    cover = person_field(_("Cover"), required=False)
    field_order = ["office", "person", "cover", "first_day", "last_day"]


class AwayForm(DaysForm):
    people = ("person", "cover")

    cover = person_field(_("Who looks after their cases?"), required=False)
    field_order = ["office", "person", "cover", "first_day", "last_day"]
