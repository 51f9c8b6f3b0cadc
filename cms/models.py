"""The page models, and an import of every other model of this app."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from body.current import current_body

from .banners import Banner
from .blocks import Body
from .catalogues.models import CatalogueText
from .editor.workflow import AnotherEditor
from .forms.models import Form
from .forms.translations.models import FormText
from .menus import Menu
from .pages.base import SitePage
from .pages.elected import MembersPage
from .pages.guides import Council, GuidePage, GuidesPage
from .pages.news import NewsIndexPage, NewsPage, latest_news
from .pages.privacy import PrivacyPage
from .pages.statement import AccessibilityPage
from .pages.translations.models import PageText, PageTranslation
from .pages.translations.shown import translate
from .site.useful import PageUse
from .translations.models import BannerText, MenuText

__all__ = [
    "AccessibilityPage",
    "AnotherEditor",
    "Banner",
    "BannerText",
    "CatalogueText",
    "ContactPage",
    "ContentPage",
    "Council",
    "Form",
    "FormText",
    "GuidePage",
    "GuidesPage",
    "HomePage",
    "MembersPage",
    "Menu",
    "MenuText",
    "NewsIndexPage",
    "NewsPage",
    "PageText",
    "PageTranslation",
    "PageUse",
    "PrivacyPage",
]

NEWS_ON_HOME = 3
HELP = "help"  # address of the page that says how to reach a person (`ops.set_up.pages`)


class HomePage(SitePage):
    """The front page: a postcode box, two further links, and the editors' text below."""

    held_for = "site"
    personal_data = {"none": "question"}

    question = models.CharField(_("question"), max_length=120, default="Find your Members")

    max_count = 1
    translated_fields = ["question", *SitePage.translated_fields]
    asks_use = False
    is_safety_page = True
    template = "cms/home.html"
    content_panels = [
        SitePage.content_panels[0],
        FieldPanel("question"),
        *SitePage.content_panels[1:],
    ]

    def get_context(self, request, *args, **kwargs):
        """Add the latest news and the pages of guides and Members."""
        news = list(latest_news(below=self)[:NEWS_ON_HOME])
        translate(news)
        return super().get_context(request, *args, **kwargs) | {
            "place": current_body().place,
            "news": news,
            "news_index": NewsIndexPage.objects.child_of(self).live().first(),
            "guides": GuidesPage.objects.child_of(self).live().first(),
            "members_page": MembersPage.objects.child_of(self).live().first(),
        }


class ContentPage(SitePage):
    """A page of text, such as help."""

    held_for = "site"
    template = "cms/content.html"

    @property
    def is_safety_page(self) -> bool:
        return self.slug == HELP


class ContactPage(SitePage):
    """The page with every way to reach the service. Phone and address come from the body (`body.models`)."""

    held_for = "site"
    personal_data = {"none": "other_contacts"}

    other_contacts = StreamField(Body(), verbose_name=_("other ways"), blank=True)

    max_count = 1
    translated_fields = [*SitePage.translated_fields, "other_contacts"]
    is_safety_page = True
    template = "cms/contact.html"
    content_panels = [
        *SitePage.content_panels,
        FieldPanel("other_contacts"),
    ]

    def get_context(self, request, *args, **kwargs):
        return super().get_context(request, *args, **kwargs) | {"body": current_body()}
