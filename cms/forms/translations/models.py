"""The text of a form in another language, as it was written for one English text."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FormText(models.Model):
    """A translation of one text of a form. It counts while its `source` is what the form says in English today."""

    held_for = "site"
    personal_data = {"none": "language key source text", "staff": "read_by"}

    form = models.ForeignKey("cms.Form", models.CASCADE, related_name="texts")
    language = models.CharField(max_length=10)
    key = models.CharField(max_length=250)  # as `questionnaires.translations.texts` names it
    source = models.TextField()
    text = models.TextField()
    read_by = models.CharField(
        max_length=150, blank=True, default="", db_default=""
    )  # a native reader's name
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["form", "language", "key"],
                name="form_text_once_a_language",
                violation_error_message=_("This text is translated already."),
            ),
        ]

    def __str__(self):
        return f"{self.key} in {self.language}"
