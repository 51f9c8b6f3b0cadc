"""Where formtools keeps the answers: the submission's row, step by step, and never a whole request."""

from django.utils.datastructures import MultiValueDict
from formtools.wizard.storage.base import BaseStorage

from casework.questionnaires.services import save_answers

from .holder import signed_in


class SubmissionStorage(BaseStorage):
    """`request.submission` is None until the first step has been answered."""

    def __init__(self, prefix, request=None, file_storage=None):
        super().__init__(prefix, request, file_storage)
        self.init_data()

    @property
    def answers(self):
        return self.request.submission.answers if self.request.submission else {}

    def get_step_data(self, step):
        """The answers as the form of that step would have received them."""
        if step not in self.answers:
            return None
        return MultiValueDict(
            {
                f"{step}-{name}": value if isinstance(value, list) else [value]
                for name, value in self.answers[step].items()
            }
        )

    def set_step_data(self, step, cleaned_data):
        self.request.submission = save_answers(
            submission=self.request.submission, step=step, answers=cleaned_data, by=signed_in(self.request)
        )

    def get_step_files(self, step):
        return None

    def set_step_files(self, step, files):
        """Files have a service of their own."""
