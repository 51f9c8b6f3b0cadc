"""The page where each person switches single keys on and off, and reads what each does."""

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.services import choose_keys
from backoffice.access import office_staff_only, page
from ui.forms import Form
from ui.widgets import Checkboxes

# What each single key does. Pages name the target of a key in `data-key`; `static/js/keys.js` acts on it.
KEYS = {
    "/": gettext_lazy("search"),
    "j": gettext_lazy("next row of a list, or next entry of a case"),
    "k": gettext_lazy("previous row or entry"),
    "o": gettext_lazy("open the row"),
    "x": gettext_lazy("tick the row"),
    "a": gettext_lazy("assign to me"),
    "r": gettext_lazy("go to the reply"),
    "n": gettext_lazy("write a note"),
    "t": gettext_lazy("set turn or date"),
    "c": gettext_lazy("log a call"),
    "g": gettext_lazy("then d for My day, c for Cases"),
    "?": gettext_lazy("show this list"),
}


class KeysForm(Form):
    page_heading_field = "keys"

    keys = forms.MultipleChoiceField(
        label=gettext_lazy("Which single keys do you want to use?"),
        help_text=gettext_lazy(
            "They work outside boxes that you type in. No key sends, closes or deletes anything. "
            "Leave one off if your screen reader or voice control uses it."
        ),
        choices=[(key, key) for key in KEYS],
        required=False,
        widget=Checkboxes,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        words = _("%(key)s – %(what)s")
        self.fields["keys"].choices = [
            (key, words % {"key": key, "what": what}) for key, what in KEYS.items()
        ]


@page
@office_staff_only
def keys(request):
    """Save which single keys this person uses. Two buttons choose all and none."""
    chosen = request.user.single_keys.split()
    form = KeysForm(request.POST if request.method == "POST" else None, initial={"keys": chosen})
    if not form.is_valid():
        rows = [(key, what, key in chosen) for key, what in KEYS.items()]
        context = {"form": form, "rows": rows, "chosen": chosen}
        return render(request, "backoffice/team/keys.html", context, status=422 if form.errors else 200)
    wanted = KEYS if "all" in request.POST else [] if "none" in request.POST else form.cleaned_data["keys"]
    choose_keys(user=request.user, keys=list(wanted))
    words = _("Your choice is saved.") if wanted else _("Single keys are off.")
    messages.success(request, words)
    return redirect("backoffice:keys")
