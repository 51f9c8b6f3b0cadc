"""The panel of the editor's first page that leads to what is written most often."""

from django.urls import reverse
from wagtail.admin.ui.components import Component

from cms.pages.news import NewsIndexPage


class AddNewsPanel(Component):
    """A button to add news, below the page of news, and links to the notices and pages. Empty without that page."""

    name = "add_news"
    template_name = "cms/editor/add_news.html"
    order = 50

    def get_context_data(self, parent_context):
        index = NewsIndexPage.objects.first()
        rights = index and index.permissions_for_user(parent_context["request"].user)
        add = reverse("wagtailadmin_pages:add", args=["cms", "newspage", index.pk]) if index else ""
        return {"add_news": add if rights and rights.can_add_subpage() else ""}
