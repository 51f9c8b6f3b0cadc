"""Privacy notices: a common text and one for each office. Publishing creates versions that never change."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import StreamField

from casework.offices.models import Office
from casework.offices.notices import current_notice, notices_of, publish_notice
from casework.offices.seats import all_seats, draw_order
from cms.blocks import OfficesWords

from .base import SitePage, no_store


class PrivacyPage(RoutablePageMixin, SitePage):
    """The notices of the service and of each office, which has its own because a Member is the data controller."""

    held_for = "site"
    personal_data = {"none": "offices"}

    offices = StreamField(OfficesWords(), verbose_name=_("words for single offices"), blank=True)

    max_count = 1
    template = "cms/privacy.html"
    content_panels = [*SitePage.content_panels, FieldPanel("offices")]

    @path("")
    def of_the_service(self, request):
        return self.render(request)

    @path("offices/")
    def of_which_office(self, request):
        """Show the Members with their offices in random order."""
        seats = draw_order(seat for seat in all_seats() if seat.office)
        return no_store(
            self.render(request, template="cms/privacy_offices.html", context_overrides={"seats": seats})
        )

    @path("<slug:office>/")
    def of_an_office(self, request, office):
        office = get_object_or_404(Office, slug=office)
        return self._shown(request, office, current_notice(office))

    @path("<slug:office>/<int:number>/")
    def as_it_was(self, request, office, number):
        office = get_object_or_404(Office, slug=office)
        return self._shown(request, office, notices_of(office).filter(number=number).first())

    def _shown(self, request, office, notice):
        if notice is None:
            raise Http404
        context = {
            "office": office,
            "members": draw_order(seat.member for seat in all_seats() if seat.office == office),
            "notice": notice,
            "versions": notices_of(office),
        }
        return no_store(self.render(request, template="cms/privacy_office.html", context_overrides=context))

    def publish_notices(self) -> None:
        """Publish a version for each office whose text has changed."""
        own = {block.value["office"]: str(block.value["text"]) for block in self.offices}
        common = self.body.render_as_block()
        for office in Office.objects.order_by("pk"):
            publish_notice(office=office, text=f"{common}{own.get(office.slug, '')}")
