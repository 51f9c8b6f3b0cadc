"""The pages that editors run."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page


class HomePage(Page):
    """The front page: a question, a postcode box and what an editor wants to say below."""

    lead = models.CharField(_("lead"), max_length=300, blank=True)
    body = RichTextField(_("body"), blank=True, features=["h2", "h3", "bold", "ol", "ul", "link"])

    max_count = 1
    template = "cms/home.html"
    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("body")]
