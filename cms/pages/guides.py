"""Guides for editors to maintain: who can help, by subject and borough."""

from dataclasses import dataclass

from django import forms
from django.db import models
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import StreamField
from wagtail.models import Locale
from wagtail.search import index

from body.current import current_body
from casework.places.models import Borough
from cms.blocks import Body
from cms.editor.choices import boroughs as borough_choices

from .base import SitePage
from .translations.shown import translate

ANY_COUNCIL = "https://www.gov.uk/find-local-council"


class Helper(models.TextChoices):
    """Who can solve a problem, in display order."""

    MEMBER = "member", _("An Assembly Member can take it up")
    COUNCIL = "council", _("Ask your borough council first")
    MP = "mp", _("Ask your Member of Parliament first")
    OTHER = "other", _("Someone else can help first")


class CouncilForm(WagtailAdminModelForm):
    """The edit form. Its choices of boroughs are loaded when it is shown, not at import."""

    borough = forms.ChoiceField(label=_("borough"), choices=borough_choices)


class Council(models.Model):
    """The contact details of a borough's council, which every guide uses."""

    held_for = "site"
    personal_data = {"none": "borough name website phone"}

    borough = models.SlugField(_("borough"), unique=True)
    name = models.CharField(_("name of the council"), max_length=80)
    website = models.URLField(_("website"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)

    base_form_class = CouncilForm

    class Meta:
        ordering = ["name"]
        verbose_name = _("council")
        verbose_name_plural = _("councils")

    def __str__(self):
        return self.name


class GuidePage(RoutablePageMixin, SitePage):
    """The guide to one subject: who can help, what to do first, and when to write to a Member."""

    held_for = "site"
    personal_data = {"none": "helper examples when_to_write"}

    helper = models.CharField(_("who can help first"), max_length=10, choices=Helper)
    examples = models.CharField(_("examples"), max_length=200, help_text=_("Such as: bins, parking, rent"))
    when_to_write = StreamField(Body(), verbose_name=_("when to write to a Member"), blank=True)

    translated_fields = [*SitePage.translated_fields, "examples", "when_to_write"]
    parent_page_types = ["cms.GuidesPage"]
    subpage_types: list[str] = []
    template = "cms/guide.html"
    content_panels = [
        SitePage.content_panels[0],
        FieldPanel("helper"),
        FieldPanel("examples"),
        *SitePage.content_panels[1:],
        FieldPanel("when_to_write"),
    ]
    search_fields = [*SitePage.search_fields, index.SearchField("examples")]

    @path("")
    def everywhere(self, request):
        return self.render(request, context_overrides={"boroughs": Borough.objects.all()})

    @path("<slug:borough>/")
    def in_a_borough(self, request, borough):
        """Show the guide for one borough. Raise Http404 if the borough makes no difference."""
        if self.helper != Helper.COUNCIL:
            raise Http404
        return self.render(request, context_overrides={"in_borough": council_of(borough)})

    @property
    def asks_borough(self) -> bool:
        return self.helper == Helper.COUNCIL


class GuidesPage(RoutablePageMixin, SitePage):
    """All guides, grouped by who can help, in general or for one borough."""

    held_for = "site"

    max_count = 1
    subpage_types = ["cms.GuidePage"]
    template = "cms/guides.html"

    @path("")
    def by_subject(self, request):
        return self.render(request, context_overrides=self._lists() | {"boroughs": Borough.objects.all()})

    @path("in/<slug:borough>/")
    def by_borough(self, request, borough):
        return self.render(request, context_overrides=self._lists() | {"in_borough": council_of(borough)})

    def _lists(self) -> dict[str, object]:
        guides = list(GuidePage.objects.child_of(self).live().public().order_by("title"))
        translate(guides)
        lists = [(helper.label, [guide for guide in guides if guide.helper == helper]) for helper in Helper]
        return {"lists": [(label, found) for label, found in lists if found], "place": current_body().place}


def address() -> str:
    """Return the URL of the guides, or "" if they are not published."""
    page = GuidesPage.objects.live().public().filter(locale=Locale.get_active()).first()
    return (page and page.url) or ""


@dataclass(frozen=True)
class InBorough:
    """A borough with its council's details, or a general link if editors have entered none."""

    borough: Borough
    council: Council | None

    @property
    def website(self) -> str:
        return (self.council and self.council.website) or ANY_COUNCIL


def council_of(slug: str) -> InBorough:
    """Return the borough and its council. Raise Http404 for an unknown borough."""
    borough = get_object_or_404(Borough.objects.select_related("area"), slug=slug)
    return InBorough(borough, Council.objects.filter(borough=slug).first())
