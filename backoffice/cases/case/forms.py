"""What staff fill in on a case."""

import uuid

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from backoffice.dates import days_ahead
from backoffice.words import whose_turn
from casework.cases.permissions import WORKING_ROLES
from casework.cases.turns import OPEN_TURNS, TOLD, Turn
from casework.offices.models import Membership
from casework.working_days import working_days_after
from ui.fields import DateField
from ui.forms import Form
from ui.widgets import Checkboxes, Radios, Select, Textarea, TextInput

from .edit_conflict import SeenMixin

NOTHING = "nothing"


class TurnMixin(SeenMixin):
    """Whose turn it is, the third party if it is theirs, and the next date."""

    def __init__(self, *args, case, **kwargs):
        initial = {"turn": case.turn, "waiting_on": case.waiting_on, "next_on": case.next_on}
        kwargs["initial"] = initial | kwargs.get("initial", {})
        super().__init__(*args, case=case, **kwargs)
        names = {Turn.THIRD_PARTY: _("A third party’s turn"), Turn.OFFICE: self.office_turn}
        self.fields["turn"].choices = [(t.value, names.get(t) or whose_turn(t, case)) for t in self.turns]
        days = [(str(number), words) for number, words in days_ahead()]
        self.fields["next_in"].choices = [("", _("The date below, if there is one")), *days]
        if case.safe_contact:
            self.fields["told"] = told_field()
            self.fields["turn"].widget.reveals = {Turn.THIRD_PARTY.value: ["waiting_on", "told"]}

    office_turn = Turn.OFFICE.label
    turns = OPEN_TURNS

    def clean(self):
        """Let the chosen number of working days win over the boxes, which may hold an older date."""
        if number := self.cleaned_data.get("next_in"):
            self.errors.pop("next_on", None)
            self.cleaned_data["next_on"] = working_days_after(timezone.localdate(), int(number))
        return self.cleaned_data

    def acts(self):
        return {name: value for name, value in super().acts().items() if name != "next_in"}

    def clean_told(self):
        told = self.cleaned_data["told"]
        if NOTHING in told and len(told) > 1:
            raise forms.ValidationError(_("Choose what you’ll tell them, or “Nothing”, not both"))
        return [fact for fact in told if fact != NOTHING]

    def clean_next_on(self):
        day = self.cleaned_data["next_on"]
        if day and day < timezone.localdate():
            raise forms.ValidationError(
                _("Enter a date from today on, or empty the boxes. That day has passed")
            )
        return day


def told_field():
    """Chosen each time a third party is asked, and never chosen beforehand."""
    return forms.MultipleChoiceField(
        label=_("What will you tell them about the person?"),
        help_text=_("Safe contact: pass on only what the person agreed to. They see what you choose here."),
        choices=[(NOTHING, _("Nothing that says who they are")), *TOLD.items()],
        widget=Checkboxes,
        error_messages={"required": _("Choose what you’ll tell them about the person, or “Nothing”")},
    )


def turn_field(label):
    return forms.ChoiceField(
        label=label,
        widget=Radios(reveals={Turn.THIRD_PARTY.value: "waiting_on"}),
        error_messages={"required": _("Choose whose turn it is")},
    )


def third_party_field():
    return forms.CharField(
        label=_("Name of the third party"),
        help_text=_("The constituent sees this name."),
        max_length=120,
        widget=TextInput,
        error_messages={"required": _("Enter the name of the third party, like the council")},
    )


def next_date_field():
    return DateField(
        label=_("Next date"),
        help_text=_("The constituent sees this date. Leave the boxes empty if there is none."),
        required=False,
    )


def next_in_field():
    """A next date by working days, which stands before the boxes of a date."""
    return forms.ChoiceField(label=_("Next date, in working days"), required=False, widget=Select)


class TurnForm(TurnMixin, Form):
    turn = turn_field(_("Whose turn is it?"))
    waiting_on = third_party_field()
    next_in = next_in_field()
    next_on = next_date_field()


class NoteForm(SeenMixin, Form):
    once = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    body = forms.CharField(
        label=_("Note"),
        help_text=_("Stays in this office, never sent."),
        max_length=20_000,
        widget=Textarea(rows=10),
        error_messages={"required": _("Write the note")},
    )


class AssignForm(SeenMixin, Form):
    """Gives a case to a person of its office. People are named by the uuid of their membership."""

    owner = forms.ChoiceField(
        label=_("Who has this case?"),
        required=False,
        widget=Select,
        error_messages={"invalid_choice": _("Choose a person of this office from the list")},
    )

    def __init__(self, *args, case, **kwargs):
        memberships = (
            Membership.objects.active()
            .filter(office=case.office_id, role__in=WORKING_ROLES)
            .select_related("user")
            .order_by("user__name", "pk")
        )
        self.people = {str(membership.uuid): membership.user for membership in memberships}
        now = next((key for key, user in self.people.items() if user.pk == case.assignee_id), "")
        super().__init__(*args, case=case, initial={"owner": now}, **kwargs)
        self.fields["owner"].choices = [
            ("", _("No one")),
            *((key, str(user)) for key, user in self.people.items()),
        ]

    def person(self):
        return self.people.get(self.cleaned_data["owner"])


class CloseForm(SeenMixin, Form):
    outcome = forms.CharField(
        label=_("What was the outcome?"),
        help_text=_("The constituent reads this sentence in their case."),
        max_length=200,
        widget=TextInput,
        error_messages={"required": _("Say in one sentence what came of it")},
    )
