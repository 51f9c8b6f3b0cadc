"""What happened to a case while somebody wrote: every form on a case carries what its writer had before them."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from backoffice.words import strip
from casework.cases.models import Case

from .case_status import rare_on
from .timeline import timeline

AGAIN = _("Press the button again")
CONFLICT = _(
    "Read what happened meanwhile, then press the button again if you still want to. Nothing is done yet."
)
# What was stored at about the time of the look may have missed it.
ABOUT = timedelta(seconds=5)
FOR_THE_PAGE = {"looked_at", "files_kept"}


class SeenMixin(forms.Form):
    """The version of the case that the page showed, and when. A form that does not say is not checked."""

    seen = forms.IntegerField(
        widget=forms.HiddenInput,
        required=False,
        min_value=0,
        max_value=2**31 - 1,
        error_messages={"invalid": AGAIN, "min_value": AGAIN, "max_value": AGAIN},
    )
    looked_at = forms.DateTimeField(
        widget=forms.HiddenInput, required=False, error_messages={"invalid": AGAIN}
    )

    def __init__(self, *args, case, **kwargs):
        looked = {"seen": case.version, "looked_at": timezone.now().isoformat()}
        super().__init__(*args, initial=looked | kwargs.pop("initial", {}), **kwargs)

    def acts(self):
        """What was filled in, without what is only for the page."""
        return {name: value for name, value in self.cleaned_data.items() if name not in FOR_THE_PAGE}

    def look_again(self, case):
        """Let the next press count as meant, because its page shows the case as it is now."""
        self.data = self.data.copy()
        self.data["seen"] = str(case.version)
        self.data["looked_at"] = timezone.now().isoformat()


def refuse_once(form, case, user):
    """Say on a form that something newer stands on the case, and let its next press count.

    Returns what the page shows above the kept text: `{case, entries, strip}`.
    """
    since = form.cleaned_data.get("looked_at") or timezone.now()
    now = Case.objects.in_offices_of(user).for_list().get(pk=case.pk)
    form.look_again(now)
    form.add_error(None, CONFLICT)
    entries = [entry for entry in timeline(now, user, rare_on(now, user)) if entry["at"] > since - ABOUT]
    return {"case": now, "entries": entries, "strip": strip(now)}
