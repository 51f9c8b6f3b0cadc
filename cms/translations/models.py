"""The base of the models that hold translated texts, and those of banners and menus."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class WrittenText(models.Model):
    """A translation of one English text. It counts while the text is still the `source` that it was made from.

    A concrete model names what the text belongs to, with `texts` as the related name.
    """

    language = models.CharField(max_length=10)
    key = models.CharField(max_length=250)  # the place of the text
    source = models.TextField()
    text = models.TextField()
    read_by = models.CharField(
        max_length=150, blank=True, default="", db_default=""
    )  # a native reader's name
    read_at = models.DateTimeField(null=True, blank=True)

    wagtail_reference_index_ignore = True  # a text is part of its page, no other place that uses it

    class Meta:
        abstract = True

    def __str__(self):
        return f"{self.key} in {self.language}"


class BannerText(WrittenText):
    """A translation of the title or text of a banner."""

    held_for = "site"
    personal_data = {"none": "language key source text", "staff": "read_by"}

    banner = models.ForeignKey("cms.Banner", models.CASCADE, related_name="texts")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["banner", "language", "key"],
                name="banner_text_once_a_language",
                violation_error_message=_("This text is translated already."),
            ),
        ]


class MenuText(WrittenText):
    """A translation of the words of a link."""

    held_for = "site"
    personal_data = {"none": "language key source text", "staff": "read_by"}

    menu = models.ForeignKey("cms.Menu", models.CASCADE, related_name="texts")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["menu", "language", "key"],
                name="menu_text_once_a_language",
                violation_error_message=_("This text is translated already."),
            ),
        ]
