"""The pages that editors run."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from .blocks import Body


class HomePage(Page):
    """The front page: a question with a postcode box, two ways on, and what an editor wants to say below."""

    held_for = "site"
    personal_data = {"none": "question lead notice body"}

    question = models.CharField(_("question"), max_length=120, default="Find your Members")
    lead = models.CharField(_("lead"), max_length=300, blank=True)
    notice = models.CharField(_("notice"), max_length=300, blank=True)
    body = StreamField(Body(), verbose_name=_("body"), blank=True)

    max_count = 1
    template = "cms/home.html"
    content_panels = [
        *Page.content_panels,
        FieldPanel("question"),
        FieldPanel("lead"),
        FieldPanel("notice"),
        FieldPanel("body"),
    ]


class ContentPage(Page):
    """A page of text, such as help or the privacy notice."""

    held_for = "site"
    personal_data = {"none": "lead body"}

    lead = models.CharField(_("lead"), max_length=300, blank=True)
    body = StreamField(Body(), verbose_name=_("body"), blank=True)

    template = "cms/content.html"
    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("body")]
