"""The accessibility statement, in the form and wording of the model that the regulations of 2018 refer to."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField

from body.current import current_body

from .base import SitePage

WHO = _("the people who build it")
HOW = _(
    "They used a program on every kind of page, the keyboard alone, and text browsers."
    " They have not tested it yet with people who use a screen reader, a magnifier or voice control."
)


class Problem(blocks.StructBlock):
    """A known failure of the standard, with its criterion, what to do until then, and the day it will be fixed by."""

    what = blocks.CharBlock(label=_("What is not accessible"), max_length=300)
    criterion = blocks.CharBlock(
        label=_("Success criterion of WCAG 2.2"),
        max_length=80,
        help_text=_("Like “1.1.1 (non-text content)”."),
    )
    instead = blocks.CharBlock(label=_("What people can do until then"), max_length=300)
    fixed_by = blocks.DateBlock(label=_("Day by which it will be fixed"))

    class Meta:
        icon = "warning"
        label = _("Known problem")


class Problems(blocks.StreamBlock):
    problem = Problem()

    class Meta:
        required = False


class Compliance(models.TextChoices):
    FULL = "full", _("fully")
    PARTIAL = "partial", _("partially")
    NONE = "none", _("not")


class AccessibilityPage(SitePage):
    """The statement. Editors keep its facts; the sentences that the law asks for stand in the template."""

    held_for = "site"
    personal_data = {"none": "compliance problems prepared_on reviewed_on tested_on tested_by testing"}

    compliance = models.CharField(
        _("compliance with WCAG 2.2 AA"), max_length=7, choices=Compliance, default=Compliance.PARTIAL
    )
    problems = StreamField(Problems(), verbose_name=_("known problems"), blank=True)
    prepared_on = models.DateField(_("prepared on"), default=timezone.localdate)
    reviewed_on = models.DateField(_("last reviewed on"), default=timezone.localdate)
    tested_on = models.DateField(_("last tested on"), default=timezone.localdate)
    tested_by = models.CharField(_("tested by"), max_length=120, default=WHO)
    testing = models.TextField(_("how it was tested"), max_length=600, default=HOW)

    max_count = 1
    translated_fields = [*SitePage.translated_fields, "tested_by", "testing"]
    template = "cms/statement.html"
    content_panels = [
        *SitePage.content_panels,
        FieldPanel("compliance"),
        FieldPanel("problems"),
        MultiFieldPanel(
            [
                FieldPanel(name)
                for name in ("prepared_on", "reviewed_on", "tested_on", "tested_by", "testing")
            ],
            heading=_("Preparation of the statement"),
        ),
    ]

    def clean(self):
        super().clean()
        if (self.compliance == Compliance.FULL) == bool(self.problems):
            raise ValidationError(
                {
                    "compliance": _(
                        "Choose “fully” only without known problems, and list at least one otherwise."
                    )
                }
            )

    def get_context(self, request, *args, **kwargs):
        facts = {"body": current_body(), "site_address": settings.BASE_URL}
        return super().get_context(request, *args, **kwargs) | facts
