"""One act on the cases that are ticked in the queue: first a page that says what it will do, then the act."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from backoffice.access import office_staff_only, page
from backoffice.cases.case.tags import SUGGESTED, TagMixin, tag_field
from casework.cases.models import Case, Tag
from casework.cases.permissions import WORKING_ROLES
from casework.cases.services.queue.several import (
    Done,
    assign_several,
    close_several,
    hand_several_on,
    set_date_of_several,
)
from casework.cases.services.queue.tag import add_tag_to_several
from casework.cases.turns import Turn
from casework.offices.models import Membership
from casework.offices.visibility import offices_of
from ui.fields import DateField
from ui.forms import Form
from ui.templatetags.ui import clock
from ui.widgets import Radios, Select, TextInput

from .lists import PAGE_SIZE
from .views import note_list_read


class SeveralForm(Form):
    """What is done to every case. `cases` are all of the person's offices."""

    def __init__(self, *args, cases, **kwargs):
        super().__init__(*args, **kwargs)
        self.cases = cases


class AssignForm(SeveralForm):
    heading = gettext_lazy("Assign these cases")
    owner = forms.ChoiceField(label=gettext_lazy("Who has these cases?"), required=False, widget=Select)

    def __init__(self, *args, cases, **kwargs):
        super().__init__(*args, cases=cases, **kwargs)
        held = Membership.objects.active().filter(
            office__in={case.office_id for case in cases}, role__in=WORKING_ROLES
        )
        self.people = {
            str(each.uuid): each.user for each in held.select_related("user").order_by("user__name", "pk")
        }
        self.fields["owner"].choices = [
            ("", _("No one")),
            *((key, str(user)) for key, user in self.people.items()),
        ]

    def do(self, by):
        return assign_several(cases=self.cases, to=self.people.get(self.cleaned_data["owner"]), by=by)


class TurnForm(SeveralForm):
    heading = gettext_lazy("Set whose turn these cases are")
    turn = forms.ChoiceField(
        label=gettext_lazy("Whose turn is it?"),
        choices=[
            (Turn.OFFICE.value, gettext_lazy("Ours")),
            (Turn.CONSTITUENT.value, gettext_lazy("The constituents’")),
        ],
        widget=Radios,
        error_messages={"required": gettext_lazy("Choose whose turn it is")},
    )

    def do(self, by):
        return hand_several_on(cases=self.cases, turn=Turn(self.cleaned_data["turn"]), by=by)


class DateForm(SeveralForm):
    heading = gettext_lazy("Set the next date of these cases")
    next_on = DateField(
        label=gettext_lazy("Next date"),
        help_text=gettext_lazy("The constituents see it. Leave the boxes empty if there is none."),
        required=False,
    )

    def clean_next_on(self):
        day = self.cleaned_data["next_on"]
        if day and day < timezone.localdate():
            raise forms.ValidationError(
                _("Enter a date from today on, or empty the boxes. That day has passed")
            )
        return day

    def do(self, by):
        return set_date_of_several(cases=self.cases, next_on=self.cleaned_data["next_on"], by=by)


class CloseForm(SeveralForm):
    heading = gettext_lazy("Close these cases")
    outcome = forms.CharField(
        label=gettext_lazy("What was the outcome?"),
        help_text=gettext_lazy("Each constituent reads this sentence in their case."),
        max_length=200,
        widget=TextInput,
        error_messages={"required": gettext_lazy("Say in one sentence what the outcome was")},
    )

    def do(self, by):
        return close_several(cases=self.cases, outcome=self.cleaned_data["outcome"], by=by)


class TagForm(TagMixin, SeveralForm):
    heading = gettext_lazy("Add a tag to these cases")
    name = tag_field()
    suggested_id = SUGGESTED

    def do(self, by):
        return Done(cases=add_tag_to_several(cases=self.cases, name=self.cleaned_data["name"], by=by))


FORMS = {"assign": AssignForm, "turn": TurnForm, "date": DateForm, "tag": TagForm, "close": CloseForm}


@page
@office_staff_only
def several(request):
    """Say what will be done to which cases, and do it. With one case that is not theirs nothing is done."""
    if not offices_of(request.user, roles=WORKING_ROLES):
        raise PermissionDenied
    asked = request.POST if request.method == "POST" else request.GET
    form_class, references = FORMS.get(asked.get("do")), asked.getlist("case")[:PAGE_SIZE]
    back = back_to(asked.get("list", ""))
    if form_class is None or not references:
        messages.warning(request, _("Tick the cases first, then choose what to do with them."))
        return redirect(back)
    cases = ticked(references, request.user)
    form = form_class(request.POST if request.method == "POST" else None, cases=cases)
    if request.method == "POST" and form.is_valid():
        tell(request, form.do(request.user))
        return redirect(f"{back}#result")
    note_list_read(request, "several")
    tags = Tag.objects.in_offices_of(request.user).values_list("name", flat=True)
    context = {"suggested": tags if asked["do"] == "tag" else []}
    context |= {"form": form, "cases": cases, "do": asked["do"], "list": asked.get("list", ""), "back": back}
    status = 422 if form.errors else 200
    return render(request, "backoffice/cases/queue/several.html", context, status=status)


def back_to(query):
    """The list from which the person came."""
    return reverse("backoffice:case_list") + (query if query.startswith("?") else "")


def ticked(references, user):
    """The cases of the offices where this person works. Raise Http404 if one of the references is no such case."""
    offices = offices_of(user, roles=WORKING_ROLES)
    rows = Case.objects.in_offices_of(user).filter(office__in=offices, reference__in=references)
    cases = list(rows.select_related("constituent").order_by("pk"))
    if len(cases) != len(set(references)):
        raise Http404
    return cases


def at_once(count):
    return ngettext("%(n)d case done.", "%(n)d cases done.", count) % {"n": count}


def later(count, due_at):
    """Return the sentence on acts that can be undone until then, with a link to where that is done."""
    words = ngettext(
        "%(n)d case is done at %(time)s. Until then you can undo it.",
        "%(n)d cases are done at %(time)s. Until then you can undo it.",
        count,
    ) % {"n": count, "time": clock(due_at)}
    return format_html(
        '{} <a href="{}">{}</a>', words, reverse("backoffice:planned"), _("Look at it, or undo it")
    )


def tell(request, done):
    """Say how many were done, and name each that was not."""
    count = len(done.cases)
    messages.success(request, later(count, done.due_at) if done.due_at else at_once(count))
    for cases, why in (
        (done.at_risk, _("Not done, because a risk is not settled: %(names)s")),
        (done.left, _("Not done, because of where it stands or who works on it: %(names)s")),
    ):
        if cases:
            messages.warning(request, why % {"names": ", ".join(case.reference for case in cases)})
