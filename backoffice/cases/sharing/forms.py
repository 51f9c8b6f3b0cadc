"""What staff fill in to let another office read a case, or take it on."""

from django import forms
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from backoffice.cases.case.last_day import LastDayField
from casework.cases.models.sharing.offer import Agreed, Ending
from casework.cases.services.sharing.share import DEFAULT_DAYS, MOST_DAYS
from casework.cases.services.sharing.transfer import Parts
from casework.constituents.models import ContactPoint
from casework.offices.models import Member, Office
from ui.fields import DateField
from ui.forms import Form
from ui.widgets import Checkboxes, Radios, Select, TextInput

ANSWERS, NEEDS, OTHER_PERSON, FILE, NOTE = "answers", "needs", "other_person", "file", "note"


def isolated(text, name):
    """`text` with a name in it that may run from right to left."""
    return format_html(text, format_html('<bdi class="ui-named">{}</bdi>', name))


class OfferForm(Form):
    """To which office, why, and how the person whom it is about agreed."""

    to_office = forms.ModelChoiceField(
        label=_("Which office?"),
        queryset=Office.objects.none(),
        to_field_name="slug",
        empty_label=_("Choose an office"),
        widget=Select,
        error_messages={
            "required": _("Choose the other office"),
            "invalid_choice": _("Choose an office from the list"),
        },
    )
    purpose = forms.CharField(
        label=_("Why do you ask them?"),
        help_text=_(
            "They read this before they say yes. Do not name the person, and do not say what the case is about."
        ),
        max_length=200,
        widget=TextInput,
        error_messages={"required": _("Say why, like: you know this landlord")},
    )
    agreed_how = forms.ChoiceField(
        label=_("How did the person agree?"),
        help_text=_("Ask them first. They see in their case which office it was, and that they agreed."),
        choices=Agreed.choices,
        widget=Radios,
        error_messages={"required": _("Choose how the person agreed. Ask them first if they have not")},
    )
    agreed_on = DateField(
        label=_("When did they agree?"),
        error_messages={"required": _("Enter the day on which they agreed")},
    )

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to_office"].queryset = Office.objects.exclude(pk=case.office_id).order_by("name")


class ShareForm(OfferForm):
    last_day = LastDayField(
        label=_("Share until"),
        help_text=_("At the end of that day it ends by itself. You can stop it earlier at any time."),
        default_days=DEFAULT_DAYS,
        most_days=MOST_DAYS,
    )


class EndForm(Form):
    """Why it ends: the office wants it so, or the person does."""

    ending = forms.ChoiceField(
        label=_("Why does it end?"),
        choices=[
            (Ending.REVOKED, _("We no longer need it")),
            (Ending.WITHDRAWN, _("The person no longer agrees")),
        ],
        widget=Radios,
        error_messages={"required": _("Choose why it ends")},
    )


class TransferForm(OfferForm):
    """Messages always go along; what else does is ticked one by one."""

    points = forms.MultipleChoiceField(
        label=_("How may the other office reach the person?"),
        help_text=_("Tick only what the person agreed to pass on."),
        required=False,
        widget=Checkboxes,
    )
    parts = forms.MultipleChoiceField(
        label=_("What else goes to them?"),
        help_text=_("All messages go. Everything else goes only if you tick it."),
        required=False,
        widget=Checkboxes,
    )

    def __init__(self, *args, case, points, files, notes, **kwargs):
        """`points`, `files` and `notes` are the rows of this case from which to choose."""
        super().__init__(*args, case=case, **kwargs)
        kinds = dict(ContactPoint.Kind.choices)
        self.points = [point for point in points if point.safe]
        held = {point.kind for point in self.points}
        self.offer("points", [(kind, label) for kind, label in kinds.items() if kind in held])
        facts = []
        if case.answers:
            facts.append((ANSWERS, _("Answers to all questions of the form")))
        if case.constituent.reads or case.constituent.format:
            facts.append((NEEDS, _("In which language and format they read")))
        if case.authority:
            facts.append(
                (OTHER_PERSON, _("What they told you of the person they write for, and how to reach them"))
            )
        named = [(f"{FILE}:{file.uuid}", isolated(_("File: {}"), file.name)) for file in files]
        written = [
            (f"{NOTE}:{note.uuid}", isolated(_("Note: {}"), Truncator(note.body).chars(60))) for note in notes
        ]
        self.offer("parts", facts + named + written)

    def offer(self, name, choices):
        """A question with nothing to choose from is not asked."""
        if choices:
            self.fields[name].choices = choices
        else:
            del self.fields[name]

    def chosen(self):
        """What goes along, as `Parts`."""
        parts, kinds = self.cleaned_data.get("parts", []), self.cleaned_data.get("points", [])
        ticked = [each.partition(":") for each in parts]
        return Parts(
            files=[uuid for kind, _colon, uuid in ticked if kind == FILE],
            notes=[uuid for kind, _colon, uuid in ticked if kind == NOTE],
            points=[point.pk for point in self.points if point.kind in kinds],
            answers=ANSWERS in parts,
            needs=NEEDS in parts,
            other_person=OTHER_PERSON in parts,
        )


class TakeOnForm(Form):
    """For which of the office's Members the case is taken on."""

    member = forms.ModelChoiceField(
        label=_("For which Member do you take it on?"),
        queryset=Member.objects.none(),
        to_field_name="slug",
        empty_label=_("Choose a Member"),
        widget=Select,
        error_messages={
            "required": _("Choose the Member"),
            "invalid_choice": _("Choose a Member from the list"),
        },
    )

    def __init__(self, *args, members, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = members
