"""Papers for everyone who works here: what is held about people, and what IT can and cannot see.

They name nobody and no office, so each member of staff may read them, editors and administrators too.
"""

from django import forms
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from casework.inventory.chapters import about_nobody, chapters
from casework.inventory.kinds import GUARDED, KINDS, NONE
from ui.forms import Form
from ui.widgets import Select

from .claims import PARTS


class KindFilter(Form):
    kind = forms.ChoiceField(
        label=_("Show"),
        required=False,
        widget=Select,
        choices=[("", _("Everything")), *((kind, words) for kind, words in KINDS.items() if kind != NONE)],
    )

    def wanted(self):
        """The class that was chosen; what is none shows everything."""
        return self.cleaned_data["kind"] if self.is_valid() else ""


@require_safe
def what_we_hold(request):
    chosen = KindFilter(request.GET)
    context = {
        "chapters": chapters(chosen.wanted()),
        "filter": chosen,
        "kinds": [(words, GUARDED[kind]) for kind, words in KINDS.items() if kind != NONE],
        "about_nobody": about_nobody(),
    }
    return render(request, "backoffice/office/papers_data.html", context)


@require_safe
def what_it_can_see(request):
    return render(request, "backoffice/office/papers_it.html", {"parts": PARTS})
