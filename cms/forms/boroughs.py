"""The block that says which Member gets the cases of which boroughs."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from casework.offices.seats import all_seats
from casework.places.models import Borough


def members_with_office() -> list[tuple[str, str]]:
    """Return (slug, name and office) of each Member for whom an office works today."""
    return [(seat.member.slug, f"{seat.member.name} ({seat.office})") for seat in all_seats() if seat.office]


def boroughs_by_code() -> list[tuple[str, str]]:
    return list(Borough.objects.order_by("name").values_list("code", "name"))


class BoroughRow(blocks.StructBlock):
    boroughs = blocks.MultipleChoiceBlock(
        choices=boroughs_by_code, required=False, widget=forms.CheckboxSelectMultiple, label=_("Boroughs")
    )
    member = blocks.ChoiceBlock(choices=members_with_office, required=False, label=_("Member"))

    class Meta:
        icon = "site"
        label = _("Boroughs and their Member")


class BoroughRows(blocks.StreamBlock):
    row = BoroughRow()

    class Meta:
        required = False
