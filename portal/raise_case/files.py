"""The step that takes files: each is kept by itself, so that one bad file costs no other."""

from uuid import UUID

from django.conf import settings
from django.http import HttpResponseRedirect

from casework.files import refusals
from casework.files.intake import Refused, take_in
from casework.files.models import Scan
from casework.questionnaires.definition import questions_of
from casework.questionnaires.services import add_file, remove_file
from portal.words import scan_words

from .holder import hold_new_submission, may


def files_question(step):
    """The question of this step that takes files, if it has one."""
    return next((question for question in questions_of(step) if question["type"] == "files"), None)


class TakesFiles:
    """For the wizard: what its file steps do with a POST."""

    def post_files(self, step, question):
        if self.request.submission is None:
            self.request.submission = hold_new_submission(self.request, self.version)
        if "remove" in self.request.POST:
            return self._remove(step)
        form = self.get_form(step, data={})
        problems = self._keep_all(step, question)
        if "upload" in self.request.POST and not self.request.FILES:
            problems = [refusals.none_chosen()]
        if problems:
            form.add_error(question["name"], list(dict.fromkeys(problems)))
            refused = self.render(form)
            refused.status_code = 422
            return refused
        if "upload" in self.request.POST:
            return HttpResponseRedirect(self.step_url(step, carry=True, notice="saved"))
        self.storage.set_step_data(step, {})
        del self._resolved_form_list
        return self.render_next_step(form)

    def _remove(self, step):
        try:
            file = UUID(self.request.POST["remove"])
        except ValueError:
            return HttpResponseRedirect(self.step_url(step, carry=True))
        remove_file(submission=self.request.submission, file=file)
        return HttpResponseRedirect(self.step_url(step, carry=True, notice="removed"))

    def _keep_all(self, step, question):
        """Take in every file that came; the sentences about those that could not be kept."""
        problems, most = [], question.get("max_files", settings.FILES_MAX_NUMBER)
        for upload in self.request.FILES.getlist(f"{step}-{question['name']}"):
            may(self.request, "keep_file")
            try:
                taken = take_in(upload)
            except Refused as refused:
                problems.append(refused.message)
                continue
            if not add_file(
                submission=self.request.submission, question=question["name"], taken=taken, most=most
            ):
                problems.append(refusals.too_many(most))
        return problems

    def files_of(self, question):
        """The files that are kept already, newest last."""
        submission = self.request.submission
        kept = submission.files.filter(question=question["name"]) if submission and question else []
        return [_shown(file) for file in kept]


def _shown(file):
    """What the pages say about a file."""
    return {
        "uuid": file.uuid,
        "name": file.name,
        "size": file.size,
        "state": scan_words(file),
        "infected": file.scan == Scan.QUARANTINED,
    }
