"""The texts of a page in other languages, as editors write them and as people see them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.translations.models import WrittenText


class PageText(WrittenText):
    """A translation of one text of a page. Its key is the position of the text (`page_texts`)."""

    held_for = "site"
    personal_data = {"none": "language key source text", "staff": "read_by"}

    page = models.ForeignKey("wagtailcore.Page", models.CASCADE, related_name="texts")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["page", "language", "key"],
                name="page_text_once_a_language",
                violation_error_message=_("This text is translated already."),
            ),
        ]


class PageTranslation(models.Model):
    """A page in another language as it was published, whole. It stays until it is published anew or withdrawn."""

    held_for = "site"
    personal_data = {"none": "language content words published_at"}

    page = models.ForeignKey("wagtailcore.Page", models.CASCADE, related_name="translations")
    language = models.CharField(max_length=10)
    content = models.JSONField()  # fields of the page by name
    words = models.TextField()  # all texts folded, for the search
    published_at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["page", "language"],
                name="page_translation_once_a_language",
                violation_error_message=_("This page is translated already."),
            ),
        ]

    def __str__(self):
        return f"{self.page_id} in {self.language}"
