"""The storage of the form wizard: answers are saved step by step in the submission's row."""

from django.utils.datastructures import MultiValueDict
from django.utils.translation import get_language
from formtools.wizard.storage.base import BaseStorage

from casework.questionnaires.services import save_answers
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
        if step not in self.answers:
            return None
        return MultiValueDict(
            {
                f"{step}-{name}": value if isinstance(value, list) else [value]
                for name, value in self.answers[step].items()
            }
        )

    def set_step_data(self, step, cleaned_data):
        self.submission = save_answers(
            submission=self.submission,
            step=step,
            answers=cleaned_data,
            by=user_or_none(self.request),
            language=get_language(),
        )

    def get_step_files(self, step):
        return None

    def set_step_files(self, step, files):
        """Do nothing: files are stored by their own service."""
