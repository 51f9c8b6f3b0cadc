"""Forms for groups, Members, offices and topics."""

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.cases.models import Topic
from casework.offices.models import Group, Member, Office
from casework.places.models import Area
from ui.fields import DateField, PhoneField
from ui.forms import Form, FormMixin
from ui.widgets import Checkbox, PhoneInput, Select, Textarea, TextInput


class NameForm(FormMixin, forms.ModelForm):
    """The name of one thing. Its slug comes from its first name, and stays."""

    class Meta:
        fields = ["name"]
        widgets = {"name": TextInput(autocomplete="off")}


class GroupForm(NameForm):
    class Meta(NameForm.Meta):
        model = Group
        labels = {"name": _("Name of the group")}


class MemberForm(NameForm):
    class Meta(NameForm.Meta):
        model = Member
        labels = {"name": _("Name of the Member")}


class TopicForm(NameForm):
    class Meta(NameForm.Meta):
        model = Topic
        fields = ["name", "sensitive"]
        labels = {"name": _("Name of the topic"), "sensitive": _("New cases of this topic are sensitive")}
        help_texts = {
            "sensitive": _("Such as health, crime or family. No email ever says what they are about.")
        }
        widgets = NameForm.Meta.widgets | {"sensitive": Checkbox}


class OfficeForm(NameForm):
    class Meta(NameForm.Meta):
        model = Office
        labels = {"name": _("Name of the office")}


class AddOfficeForm(OfficeForm):
    class Meta(OfficeForm.Meta):
        fields = ["name", "group"]
        labels = OfficeForm.Meta.labels | {"group": _("Group")}
        field_classes = {"group": forms.ModelChoiceField}
        widgets = OfficeForm.Meta.widgets | {"group": Select}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        group = self.fields["group"]
        group.to_field_name, group.empty_label = "slug", _("Choose a group")
        group.error_messages["required"] = _("Choose a group")


class DetailsForm(FormMixin, forms.ModelForm):
    """The details of an office, kept by its managers."""

    class Meta:
        model = Office
        fields = ["phone", "hours", "post", "signature", "undo_minutes"]
        field_classes = {"phone": PhoneField}
        labels = {
            "phone": _("Phone number (optional)"),
            "hours": _("Hours of the phone (optional)"),
            "post": _("Postal address (optional)"),
            "signature": _("Signature (optional)"),
            "undo_minutes": _("Minutes in which a reply, a closing or a hand-over can be undone"),
        }
        help_texts = {
            "hours": _("Like Monday to Friday, 9am to 5pm."),
            "post": _("People see it in your privacy notice, and it belongs on your letters."),
            "signature": _("A new reply begins with these lines at its end."),
            "undo_minutes": _("It happens only after that time. With 0 it happens at once, 5 is the most."),
        }
        widgets = {
            "phone": PhoneInput(width=20, autocomplete="off"),
            "hours": TextInput(),
            "post": Textarea(rows=4),
            "signature": Textarea(rows=4),
            "undo_minutes": TextInput(width=2, inputmode="numeric"),
        }


class SinceForm(Form):
    """The first day on which something is in force. What was in force until then ends that day."""

    starts_on = DateField(
        label=_("From which day?"),
        help_text=_("What the Member had until then ends on this day."),
        error_messages={"required": _("Enter the first day")},
    )


class SeatForm(SinceForm):
    area = forms.ModelChoiceField(
        label=_("Seat"),
        queryset=Area.objects.all(),
        to_field_name="slug",
        required=False,
        widget=Select,
    )
    field_order = ["area", "starts_on"]

    def __init__(self, *args, whole_seat, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["area"].empty_label = whole_seat


class JoinForm(SinceForm):
    group = forms.ModelChoiceField(
        label=_("Group"),
        queryset=Group.objects.all(),
        to_field_name="slug",
        empty_label=_("Choose a group"),
        widget=Select,
        error_messages={"required": _("Choose a group")},
    )
    field_order = ["group", "starts_on"]


class OfficeOfForm(SinceForm):
    office = forms.ModelChoiceField(
        label=_("Office"),
        queryset=Office.objects.all(),
        to_field_name="slug",
        empty_label=_("Choose an office"),
        widget=Select,
        error_messages={"required": _("Choose an office")},
    )
    field_order = ["office", "starts_on"]


class DatesForm(Form):
    """The first and last day on which something is in force."""

    starts_on = DateField(label=_("First day"), error_messages={"required": _("Enter the first day")})
    ends_on = DateField(
        label=_("Ended on (optional)"),
        help_text=_("The first day on which it no longer holds. Leave it empty while it holds."),
        required=False,
    )
