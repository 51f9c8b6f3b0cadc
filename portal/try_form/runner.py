"""The form wizard with a trial in place of a submission: the pages and rules are the real ones, no row is written."""

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from casework.questionnaires.journey import with_entry
from casework.questionnaires.models import SubmissionFile, Version
from casework.questionnaires.services import KEPT_FOR
from casework.questionnaires.trials import keep_trial_answers
from portal.raise_case.wizard.pages import CHECK
from portal.raise_case.wizard.storage import SubmissionStorage
from portal.raise_case.wizard.wizard import RaiseCase

ADDRESSES = {"raise_case_step": "try_form_step", "raise_case": "try_form"}


@dataclass
class Trial:
    """What the wizard asks of a submission, without a row."""

    version: Version
    answers: dict[str, Any]
    token: str
    member_slug: str = ""
    is_sent: bool = False
    saved_at: Any = field(default_factory=timezone.now)

    @property
    def uuid(self):
        return self.token

    @property
    def started_at(self):
        return self.saved_at

    @property
    def expires_at(self):
        return self.saved_at + KEPT_FOR

    @property
    def files(self):
        return SubmissionFile.objects.none()


class TrialStorage(SubmissionStorage):
    """Keeps the answers of each step with the trial."""

    def set_step_data(self, step, cleaned_data):
        trial = self.submission
        trial.answers = trial.answers | {step: cleaned_data}
        keep_trial_answers(token=trial.token, by=self.request.user, answers=trial.answers)

    def save_entry(self, step, group, entry, answers):
        entries = self.answers.get(step, {}).get(group, [])
        self.set_step_data(step, {group: with_entry(entries, entry, answers)})


class TryForm(RaiseCase):
    """The runner inside the editor. Sending, saving for later and adding files end the trial or do nothing."""

    storage_name = "portal.try_form.runner.TrialStorage"

    def get_context_data(self, form, **kwargs):
        return super().get_context_data(form, **kwargs) | {"on_trial": True}

    def no_receiver(self):
        """Return a redirect to the end. Without a Member there is no one to show on the check page."""
        return HttpResponseRedirect(self.url("done"))

    def send(self):
        return self.redirect_from(CHECK) or HttpResponseRedirect(self.url("done"))

    def process_step(self, form):
        return form.answers(self.earlier_answers(self.steps.current))

    def count_errors(self, form):
        """Do nothing: only people who fill in the form are counted."""

    def apply_shared_device(self, answers):
        """Do nothing: the editor's own session stays as it is."""

    def keep_half_typed(self, step):
        """Keep nothing: only what is sent belongs to a trial."""
        return HttpResponse(status=204)

    def form_with_half_typed(self, step):
        return None

    def forget_half_typed(self, step):
        """Do nothing: nothing was kept."""

    def post_files(self, step, question):
        if "upload" in self.request.POST or "remove" in self.request.POST:
            return HttpResponseRedirect(self.step_url(step))
        self.storage.set_step_data(step, {})
        return self.render_next_step(self.get_form(step, data={}))

    def get_form_initial(self, step):
        return {}

    def url(self, name, **more):
        return reverse(ADDRESSES.get(name, "try_form_done"), args=[self.begun.token, *more.values()])
