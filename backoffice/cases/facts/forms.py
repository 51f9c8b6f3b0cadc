"""The facts of a case and its person, to be corrected."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from backoffice.cases.case.edit_conflict import SeenMixin
from backoffice.cases.topics import topics_to_choose
from casework.cases.models import Case, Topic
from casework.cases.services.facts import OF_PERSON
from casework.constituents.models import ContactPoint
from casework.offices.models import Member
from casework.places.models import Borough
from ui.fields import EmailField, PhoneField
from ui.forms import Form
from ui.widgets import Checkbox, EmailInput, PhoneInput, Select, TextInput

OF_CASE = ("subject", "member", "topic", "borough", "kind", "nature", "sensitive")
KINDS = {
    ContactPoint.Kind.PHONE: lambda **more: PhoneField(
        required=False, max_length=30, widget=PhoneInput(autocomplete="off"), **more
    ),
    ContactPoint.Kind.EMAIL: lambda **more: EmailField(
        required=False, widget=EmailInput(autocomplete="off"), **more
    ),
    ContactPoint.Kind.POST: lambda **more: forms.CharField(
        required=False, max_length=500, widget=TextInput, **more
    ),
}
FURTHER = {
    ContactPoint.Kind.PHONE: _("Another phone number"),
    ContactPoint.Kind.EMAIL: _("Another email address"),
    ContactPoint.Kind.POST: _("Another postal address"),
}


def slug_field(label, rows, **more):
    return forms.ModelChoiceField(label=label, queryset=rows, to_field_name="slug", widget=Select, **more)


class FactsForm(SeenMixin, Form):
    """Contact points that their owner proved are not here: nobody else changes them."""

    name = forms.CharField(label=_("Name"), required=False, max_length=200, widget=TextInput)
    language = forms.CharField(label=_("Language"), required=False, max_length=40, widget=TextInput)
    format = forms.CharField(label=_("Format they need"), required=False, max_length=200, widget=TextInput)
    subject = forms.CharField(label=_("Subject"), max_length=120, widget=TextInput)
    member = slug_field(_("Member"), Member.objects.none(), empty_label=None)
    topic = slug_field(_("Topic"), Topic.objects.none(), required=False)
    borough = slug_field(_("Borough"), Borough.objects.all(), required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=Case.Kind.choices, widget=Select)
    nature = forms.ChoiceField(label=_("Nature"), choices=Case.Nature.choices, widget=Select)
    sensitive = forms.BooleanField(
        label=_("Sensitive"),
        help_text=_("Such as health, crime or family. No email ever says what the case is about."),
        required=False,
        widget=Checkbox,
    )

    def __init__(self, *args, case, points, user, **kwargs):
        person = case.constituent
        now = {name: getattr(person, name) for name in OF_PERSON}
        now |= {name: getattr(case, name) for name in OF_CASE}
        super().__init__(*args, case=case, initial=now, **kwargs)
        self.fields["member"].queryset = Member.objects.filter(
            office_members__office=case.office_id, office_members__in=_in_force(case)
        ) | Member.objects.filter(pk=case.member_id)
        self.fields["topic"].queryset = topics_to_choose(user)
        self.points = {f"point_{number}": point for number, point in enumerate(points) if not point.proved_at}
        for name, point in self.points.items():
            self.fields[name] = KINDS[point.kind](label=point.get_kind_display(), initial=point.value)
        for kind, label in FURTHER.items():
            self.fields[f"new_{kind.value}"] = KINDS[kind](label=label)

    def facts(self):
        return {name: self.cleaned_data[name] for name in (*OF_PERSON, *OF_CASE)}

    def changed_points(self):
        return {point.pk: self.cleaned_data[name] for name, point in self.points.items()}

    def new_points(self):
        return {kind.value: self.cleaned_data[f"new_{kind.value}"] for kind in FURTHER}

    def refuse(self, words):
        self.add_error(None, ValidationError(words))


def _in_force(case):
    return case.office.office_members.in_force().values("pk")
