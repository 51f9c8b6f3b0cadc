"""What managers fill in about the duty rota of one office."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from casework.offices.duty import FEWEST_MINUTES, MOST_MINUTES
from casework.offices.duty_rota import MINUTES, can_be_on_duty
from ui.fields import DateField
from ui.forms import Form
from ui.widgets import Select, TextInput

MINUTES_WRONG = _("Enter a number of minutes from 5 to 1440")


def person_field(label, *, required=True, missing=""):
    return forms.ModelChoiceField(
        label=label,
        queryset=User.objects.none(),
        to_field_name="uuid",
        required=required,
        empty_label=_("Choose a person") if required else _("Nobody"),
        widget=Select,
        error_messages={"required": missing or _("Choose a person")},
    )


class OfOffice(Form):
    """A form about one office: people to choose from are those who work on its cases."""

    people = ()
    office = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, offices, office, standing, **kwargs):
        kwargs["initial"] = {"office": office.slug} | self.begin(office, standing)
        super().__init__(*args, **kwargs)
        working = User.objects.filter(pk__in=[user.pk for user in can_be_on_duty(office)])
        for name in self.people:
            self.fields[name].queryset = working.order_by("name", "pk")

    def begin(self, office, standing):
        return {}

    def facts(self):
        return {name: value for name, value in self.cleaned_data.items() if name != "office"}


class DutyForm(OfOffice):
    people = ("person", "cover")

    person = person_field(_("Duty person"), required=False)
    cover = person_field(_("Cover"), required=False)
    minutes = forms.IntegerField(
        label=_("How many minutes may an alert stay unread?"),
        help_text=_("Then the next person is told."),
        min_value=FEWEST_MINUTES,
        max_value=MOST_MINUTES,
        widget=TextInput(width=4, inputmode="numeric"),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), MINUTES_WRONG),
    )
    hours = forms.CharField(
        label=_("When is the office really open?"),
        help_text=_(
            "People who write about a risk are told this. For example: Monday to Friday, 9am to 5pm."
        ),
        max_length=120,
        required=False,
        widget=TextInput,
    )
    phone = forms.CharField(
        label=_("Phone number of the office"), max_length=40, required=False, widget=TextInput(width=20)
    )

    def begin(self, office, standing):
        known = {"minutes": MINUTES, "hours": office.hours, "phone": office.phone}
        if standing is not None:
            known |= {"person": standing.person and standing.person.uuid, "minutes": standing.minutes}
            known |= {"cover": standing.cover and standing.cover.uuid}
        return known

    def clean(self):
        person, cover = self.cleaned_data.get("person"), self.cleaned_data.get("cover")
        if person and person == cover:
            self.add_error("cover", _("Choose somebody else as the cover"))


class DaysForm(OfOffice):
    """From a first to a last day, both included; kept as the day after."""

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
    people = ("person",)
