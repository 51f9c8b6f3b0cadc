"""The text of a form in another language, as it was written for one English text."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.translations.models import WrittenText


class FormText(WrittenText):
    """A translation of one text of a form. It counts while its `source` is what the form says in English today."""

    held_for = "site"
    personal_data = {"none": "language key source text", "staff": "read_by"}

    form = models.ForeignKey(
        "cms.Form", models.CASCADE, related_name="texts"
    )  # keys: `questionnaires.translations`

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["form", "language", "key"],
                name="form_text_once_a_language",
                violation_error_message=_("This text is translated already."),
            ),
        ]
