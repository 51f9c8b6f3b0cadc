"""What editors can put on a page."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from . import choices

FEATURES = ["h3", "bold", "ol", "ul", "link"]


class Column(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=80)
    text = blocks.RichTextBlock(label=_("Text"), features=FEATURES)


class Columns(blocks.StructBlock):
    """Two or three equal columns under a heading: for lists of equals, not for steps."""

    heading = blocks.CharBlock(label=_("Heading"), max_length=80)
    intro = blocks.CharBlock(label=_("Introduction"), max_length=300, required=False)
    columns = blocks.ListBlock(Column(), label=_("Columns"), min_num=2, max_num=3)

    class Meta:
        icon = "grip"
        label = _("Columns")
        template = "cms/blocks/columns.html"


class Body(blocks.StreamBlock):
    text = blocks.RichTextBlock(label=_("Text"), features=["h2", *FEATURES], template="cms/blocks/text.html")
    columns = Columns()


class PageLink(blocks.StructBlock):
    """A page of the site. Without words of its own it is called as the page is."""

    page = blocks.PageChooserBlock(label=_("Page"))
    words = blocks.CharBlock(label=_("Words"), max_length=40, required=False)

    class Meta:
        icon = "doc-empty-inverse"
        label = _("Page")


class ServiceLink(blocks.StructBlock):
    """A part of the service that is no page of the editors."""

    to = blocks.ChoiceBlock(label=_("Where to"), choices=choices.services)
    words = blocks.CharBlock(label=_("Words"), max_length=40, required=False)

    class Meta:
        icon = "form"
        label = _("Part of the service")


class Links(blocks.StreamBlock):
    page = PageLink()
    service = ServiceLink()


class OfficeWords(blocks.StructBlock):
    """What the privacy notice of one office says beyond that of all."""

    office = blocks.ChoiceBlock(label=_("Office"), choices=choices.offices)
    text = blocks.RichTextBlock(label=_("Text"), features=FEATURES)

    class Meta:
        icon = "group"
        label = _("Words for one office")


class OfficesWords(blocks.StreamBlock):
    office = OfficeWords()
