"""What staff fill in about somebody who writes for another person."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from backoffice.cases.case.last_day import LastDayField
from casework.cases.models import Message
from casework.cases.models.authority.authority import Checked, What
from casework.cases.services.authority.authority import DEFAULT_DAYS, MOST_DAYS, fixed_words
from ui.fields import DateField, EmailField
from ui.forms import Form
from ui.widgets import Checkbox, EmailInput, Radios, TextInput
from uploads.fields import UploadsField
from uploads.forms import TakesFilesIn


class AgreedForm(Form):
    """What the person agrees to, and until when."""

    what = forms.ChoiceField(
        label=_("What may the writer do?"),
        choices=What.choices,
        initial=What.WRITE,
        widget=Radios,
        error_messages={"required": _("Choose what the writer may do")},
    )
    last_day = LastDayField(
        label=_("Until which day?"),
        help_text=_("At the end of that day it ends by itself. You hear of it two weeks before."),
        default_days=DEFAULT_DAYS,
        most_days=MOST_DAYS,
    )


class LinkForm(AgreedForm):
    """An address that staff checked. What the writer typed is shown beside the form and never filled in."""

    address = EmailField(
        label=_("Email address of the person"),
        help_text=_("Only an address that you checked. What the writer typed does not count as checked."),
        max_length=254,
        widget=EmailInput(autocomplete="off"),
        error_messages={"required": _("Enter the address that you checked")},
    )
    checked = forms.ChoiceField(
        label=_("How did you check that it is theirs?"),
        choices=Checked.choices,
        widget=Radios,
        error_messages={"required": _("Choose how you checked the address. Check it first if you have not")},
    )
    is_theirs = forms.BooleanField(
        label=_("I checked that only this person reads this address, and that it is safe to write to it"),
        widget=Checkbox,
        error_messages={"required": _("Tick the box once you have checked it. Use the letter if you cannot")},
    )
    field_order = ["address", "checked", "is_theirs", "what", "last_day"]

    def facts(self):
        """What the service needs: the tick has done its work."""
        return {name: value for name, value in self.cleaned_data.items() if name != "is_theirs"}


class PaperForm(AgreedForm, TakesFilesIn):
    """A signed letter that staff hold in their hands, and its scan."""

    files = UploadsField(
        label=_("Scan or photo of the signed letter"),
        max_files=1,
        error_messages={"required": _("Choose the scan of the letter")},
    )
    signed_name = forms.CharField(
        label=_("Which name stands on the letter?"),
        max_length=150,
        widget=TextInput,
        error_messages={"required": _("Enter the name that stands on the letter")},
    )
    signed_on = DateField(
        label=_("Which date stands on it?"),
        error_messages={"required": _("Enter the date that stands on the letter")},
    )
    field_order = ["files", "signed_name", "signed_on", "what", "last_day"]

    def clean_signed_on(self):
        signed = self.cleaned_data["signed_on"]
        if signed > timezone.localdate():
            raise forms.ValidationError(_("Enter today or an earlier day. That day is still to come"))
        return signed

    def facts(self):
        """What the service needs: the file is in the store."""
        kept = {
            name: value for name, value in self.cleaned_data.items() if name not in {"files", "files_kept"}
        }
        return kept | {"paper": self.taken[0]}


class FixedForm(Form):
    """One of the messages that say nothing. `once` makes a double click one message."""

    once = forms.UUIDField(widget=forms.HiddenInput)
    fixed = forms.ChoiceField(
        label=_("Message without details"),
        choices=Message.Fixed.choices,
        widget=Radios,
        error_messages={"required": _("Choose a message")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["fixed"].widget.choice_hints = {fixed: fixed_words(fixed) for fixed in Message.Fixed}
