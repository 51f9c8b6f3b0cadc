"""The editors' menus: one list of links for the header and one for the footer."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from body.english import WrittenHere

from .blocks import Links
from .editor.choices import address_of, words_of
from .pages.translations.shown import translate
from .translations.reading import in_readers_language


class Menu(models.Model):
    """The links of one place, in the editors' order."""

    held_for = "site"
    personal_data = {"none": "place links"}

    class Place(models.TextChoices):
        HEAD = "head", _("Head of the page")
        FOOT = "foot", _("Foot of the page")

    place = models.CharField(_("place"), max_length=4, choices=Place, unique=True)
    links = StreamField(Links(), verbose_name=_("links"))

    panels = [FieldPanel("place"), FieldPanel("links")]

    class Meta:
        ordering = ["-place"]
        verbose_name = _("menu")
        verbose_name_plural = _("menus")

    def __str__(self):
        return str(self.get_place_display())

    def entries(self) -> list[dict[str, str]]:
        """Return {"url", "words"} of each link whose target exists. An unpublished page has no link."""
        translate([link.value["page"] for link in self.links if link.block_type == "page"])
        found = [self._entry(link.block_type, link.value) for link in self.links]
        return [entry for entry in found if entry["url"]]

    def _entry(self, kind: str, value) -> dict[str, str]:
        words = in_readers_language(self, value["words"])
        if kind == "service":
            return {"url": address_of(value["to"]), "words": words or WrittenHere(words_of(value["to"]))}
        page = value["page"]
        shown = page is not None and page.live
        return {"url": (page.url or "") if shown else "", "words": words or (page.title if shown else "")}


def entries() -> dict[str, list[dict[str, str]]]:
    """Return `{place: entries}` of every menu."""
    return {menu.place: menu.entries() for menu in Menu.objects.prefetch_related("texts")}
