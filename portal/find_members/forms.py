"""The form that asks for a postcode."""

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.places.services import Found, Malformed, OutsideArea, Unknown, find_postcode
from ui.forms import Form
from ui.widgets import PostcodeInput


class PostcodeForm(Form):
    """The postcode of a person. It is also valid for a postcode outside the area."""

    postcode = forms.CharField(
        label=_("Your postcode"),
        help_text=_("For example, E8 1EA. We use it only to find your Members."),
        max_length=40,
        error_messages={"required": _("Enter your postcode, like E8 1EA")},
        widget=PostcodeInput,
    )

    def clean_postcode(self) -> Found | OutsideArea:
        match find_postcode(self.cleaned_data["postcode"]):
            case Malformed():
                raise forms.ValidationError(_("Enter a full postcode, like E8 1EA"), code="malformed")
            case Unknown():
                raise forms.ValidationError(
                    _("Check your postcode, or choose your borough instead. There is no such postcode"),
                    code="unknown",
                )
            case where:
                return where
