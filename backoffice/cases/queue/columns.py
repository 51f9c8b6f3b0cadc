"""Which columns of the queue a person sees: chosen on a page, and kept with their settings."""

from django import forms
from django.contrib import messages
from django.db.models import F
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.services import choose_queue_columns
from backoffice.access import office_staff_only, page
from casework.cases.models.queue.tag import tag_words
from casework.constituents.languages import language_read
from ui.forms import Form
from ui.widgets import Checkboxes

from .sorting import COLUMNS

ALWAYS = "case"
USUAL = ["reference", "from", "turn", "since", "next", "deadline", "owner"]
CHOICES = [name for name in COLUMNS if name != ALWAYS]
# What the rows of these columns show beside what every row has.
FURTHER = {
    "member": F("member__name"),
    "channel": F("channel__name"),
    "language": language_read(),
}


def columns_of(user):
    """Return the columns that a person sees, in the order of the table."""
    chosen = user.queue_columns.split() or USUAL
    return [name for name in COLUMNS if name == ALWAYS or name in chosen]


def with_columns(cases, columns):
    """Return cases with what these columns show. Tags stand below the subject where they have no column."""
    further = {f"in_{name}": FURTHER[name] for name in columns if name in FURTHER}
    return cases.annotate(tag_words=tag_words(), **further)


def tags_in_words(cases):
    """Put the tags of each case into one line, by name."""
    for case in cases:
        case.tag_words = ", ".join(sorted((case.tag_words or "").splitlines(), key=str.casefold))


class ColumnsForm(Form):
    page_heading_field = "columns"

    columns = forms.MultipleChoiceField(
        label=gettext_lazy("Which columns do you want in the list of cases?"),
        help_text=gettext_lazy("The subject is always there. Each column can sort the list."),
        choices=[(name, COLUMNS[name][0]) for name in CHOICES],
        widget=Checkboxes,
        error_messages={"required": gettext_lazy("Choose at least one column")},
    )


@page
@office_staff_only
def columns(request):
    """Save which columns this person sees. One button brings back the usual ones."""
    form = ColumnsForm(
        request.POST if request.method == "POST" else None, initial={"columns": columns_of(request.user)}
    )
    usual = "usual" in request.POST
    if not usual and not form.is_valid():
        status = 422 if form.errors else 200
        return render(request, "backoffice/cases/queue/columns.html", {"form": form}, status=status)
    choose_queue_columns(user=request.user, columns=[] if usual else form.cleaned_data["columns"])
    messages.success(request, _("Your columns are saved."))
    return redirect("backoffice:case_list")
