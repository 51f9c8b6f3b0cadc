"""The file step of the wizard. Each file is stored separately, so that a refused one doesn't affect the others."""

from contextlib import suppress
from uuid import UUID

from django.conf import settings
from django.http import HttpResponseRedirect
from django.utils.translation import get_language

from casework.files import refusals
from casework.files.intake import Refused, take_in
from casework.files.models import Scan
from casework.questionnaires.definition import questions_of, words
from casework.questionnaires.services import add_file, remove_file
from portal.raise_case.submission_key import count_attempt, start_submission_here
from portal.words import scan_words

REMOVE = "remove-"


def files_question(step):
    """Return the question of this step that takes files, or None."""
    return next((question for question in questions_of(step) if question["type"] == "files"), None)


class FileSteps:
    """A mixin of the wizard that handles the POST of a file step."""

    def post_files(self, step, question):
        if self.submission is None:
            self.submission = start_submission_here(self.request, self.version)
        if file := removed_file(self.request.POST):
            return self._remove(step, file)
        form = self.get_form(step, data={})
        problems = self._store_all(step, question)
        if "upload" in self.request.POST and not self.request.FILES:
            problems = [refusals.none_chosen()]
        elif not problems and not {"upload", "later"} & set(self.request.POST) and self.lacks_files(question):
            problems = [words(question["missing"], get_language())]
        if problems:
            form.add_error(question["name"], list(dict.fromkeys(problems)))
            refused = self.render(form)
            refused.status_code = 422
            return refused
        if "upload" in self.request.POST:
            return HttpResponseRedirect(self.step_url(step, carry=True, notice="saved"))
        self.storage.set_step_data(step, {})
        return self.render_next_step(form)

    def lacks_files(self, question):
        """Return whether people must add a file here and there is none."""
        return bool(
            question
            and question.get("required")
            and not self.submission.files.filter(question=question["name"]).exists()
        )

    def _remove(self, step, file):
        remove_file(submission=self.submission, file=file)
        return HttpResponseRedirect(self.step_url(step, carry=True, notice="removed"))

    def _store_all(self, step, question):
        """Store every uploaded file that is accepted. Return the error messages of the others."""
        problems, limit = [], question.get("max_files", settings.FILES_MAX_NUMBER)
        for upload in self.request.FILES.getlist(f"{step}-{question['name']}"):
            count_attempt(self.request, "keep_file")
            try:
                taken = take_in(upload)
            except Refused as refused:
                problems.append(refused.message)
                continue
            if not add_file(submission=self.submission, question=question["name"], taken=taken, most=limit):
                problems.append(refusals.too_many(limit))
        return problems

    def files_of(self, question):
        """Return a row for each stored file, newest last."""
        submission = self.submission
        stored = submission.files.filter(question=question["name"]) if submission and question else []
        return [_file_row(file) for file in stored]


def removed_file(posted):
    """Return the file whose "Remove" was pressed, or None. The button's name holds it: text browsers show its value."""
    for name in posted:
        if name.startswith(REMOVE):
            with suppress(ValueError):
                return UUID(name.removeprefix(REMOVE))
    return None


def _file_row(file):
    """Return what the pages show of a file."""
    return {
        "uuid": file.uuid,
        "name": file.name,
        "size": file.size,
        "state": scan_words(file),
        "infected": file.scan == Scan.QUARANTINED,
    }
