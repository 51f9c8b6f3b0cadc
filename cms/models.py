"""The pages that editors run, and the small things around them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from .banners import Banner
from .base import SitePage
from .blocks import Body
from .elected import MembersPage
from .guides import Council, GuidePage, GuidesPage
from .menus import Menu
from .news import NewsIndexPage, NewsPage, latest_news
from .privacy import PrivacyPage
from .statement import AccessibilityPage
from .useful import PageUse
from .workflow import AnotherEditor

__all__ = [
    "AccessibilityPage",
    "AnotherEditor",
    "Banner",
    "ContactPage",
    "ContentPage",
    "Council",
    "GuidePage",
    "GuidesPage",
    "HomePage",
    "MembersPage",
    "Menu",
    "NewsIndexPage",
    "NewsPage",
    "PageUse",
    "PrivacyPage",
]

NEWS_ON_HOME = 3


class HomePage(SitePage):
    """The front page: a question with a postcode box, two ways on, and what an editor wants to say below."""

    held_for = "site"
    personal_data = {"none": "question"}

    question = models.CharField(_("question"), max_length=120, default="Find your Members")

    max_count = 1
    asks_use = False
    template = "cms/home.html"
    content_panels = [
        SitePage.content_panels[0],
        FieldPanel("question"),
        *SitePage.content_panels[1:],
    ]

    def get_context(self, request, *args, **kwargs):
        """With the latest news, and where the guides and the list of Members are."""
        return super().get_context(request, *args, **kwargs) | {
            "place": settings.PLACE_NAME,
            "news": latest_news(below=self)[:NEWS_ON_HOME],
            "news_index": NewsIndexPage.objects.child_of(self).live().first(),
            "guides": GuidesPage.objects.child_of(self).live().first(),
            "members_page": MembersPage.objects.child_of(self).live().first(),
        }


class ContentPage(SitePage):
    """A page of text, such as help."""

    held_for = "site"
    template = "cms/content.html"


class ContactPage(SitePage):
    """Every way to reach the service, as equals: the phone and address of the body itself come from the settings."""

    held_for = "site"
    personal_data = {"none": "phone hours post ways"}

    phone = models.CharField(_("phone"), max_length=40)
    hours = models.CharField(_("hours of the phone"), max_length=120)
    post = models.TextField(_("postal address"), max_length=300)
    ways = StreamField(Body(), verbose_name=_("other ways"), blank=True)

    max_count = 1
    template = "cms/contact.html"
    content_panels = [
        *SitePage.content_panels,
        FieldPanel("phone"),
        FieldPanel("hours"),
        FieldPanel("post"),
        FieldPanel("ways"),
    ]
