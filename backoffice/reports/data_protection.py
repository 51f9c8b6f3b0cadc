"""Statements for all staff: which personal data is held, and what IT can and cannot see.

They name no person and no office, so editors and administrators may read them as well.
"""

from django import forms
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from casework.inventory.chapters import about_nobody, chapters
from casework.inventory.kinds import GUARDED, KINDS, NONE
from ui.forms import Form
from ui.widgets import Select

from .it_access import PARTS


class KindFilter(Form):
    kind = forms.ChoiceField(
        label=_("Show"),
        required=False,
        widget=Select,
        choices=[("", _("Everything")), *((kind, words) for kind, words in KINDS.items() if kind != NONE)],
    )

    def wanted(self):
        """Return the chosen class of data; an unknown one shows everything."""
        return self.cleaned_data["kind"] if self.is_valid() else ""


@require_safe
def data_held(request):
    chosen = KindFilter(request.GET)
    context = {
        "chapters": chapters(chosen.wanted()),
        "filter": chosen,
        "kinds": [(words, GUARDED[kind]) for kind, words in KINDS.items() if kind != NONE],
        "about_nobody": about_nobody(),
    }
    return render(request, "backoffice/reports/data_held.html", context)


@require_safe
def what_it_can_see(request):
    return render(request, "backoffice/reports/it_access.html", {"parts": PARTS})
