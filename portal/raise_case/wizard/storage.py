"""The storage of the form wizard: answers are saved step by step in the submission's row."""

from django.utils.translation import get_language
from formtools.wizard.storage.base import BaseStorage

from casework.questionnaires.services import save_answers, save_entry
from portal.raise_case.steps.forms import as_posted
from portal.raise_case.submission_key import user_or_none


class SubmissionStorage(BaseStorage):
    """A formtools storage. Its submission is None until the first step has been answered."""

    submission = None

    def __init__(self, prefix, request=None, file_storage=None):
        super().__init__(prefix, request, file_storage)
        self.init_data()

    @property
    def answers(self):
        return self.submission.answers if self.submission else {}

    def get_step_data(self, step):
        """Return the answers of a step in the shape its form receives, or None."""
        return as_posted(step, self.answers[step]) if step in self.answers else None

    def set_step_data(self, step, cleaned_data):
        self.submission = save_answers(
            submission=self.submission,
            step=step,
            answers=cleaned_data,
            by=user_or_none(self.request),
            language=get_language(),
        )

    def save_entry(self, step, group, entry, answers):
        """Store an entry of a group, or with None remove it."""
        self.submission = save_entry(
            submission=self.submission,
            step=step,
            group=group,
            entry=entry,
            answers=answers,
            by=user_or_none(self.request),
            language=get_language(),
        )

    def get_step_files(self, step):
        return None

    def set_step_files(self, step, files):
        """Do nothing: files are stored by their own service."""
