"""Blocks that editors can put on a page."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from .editor import choices

FEATURES = ["h3", "bold", "ol", "ul", "link"]


class Column(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=80)
    text = blocks.RichTextBlock(label=_("Text"), features=FEATURES)


class Columns(blocks.StructBlock):
    """Two or three equal columns under a heading, for items of equal weight and not for steps."""

    heading = blocks.CharBlock(label=_("Heading"), max_length=80)
    intro = blocks.CharBlock(label=_("Introduction"), max_length=300, required=False)
    columns = blocks.ListBlock(Column(), label=_("Columns"), min_num=2, max_num=3)

    class Meta:
        icon = "grip"
        label = _("Columns")
        template = "cms/blocks/columns.html"


class Picture(blocks.StructBlock):
    """A picture of the library. What it shows in words is required: some people never see it."""

    picture = ImageChooserBlock(label=_("Picture"))
    alt = blocks.CharBlock(
        label=_("What the picture shows"),
        max_length=250,
        help_text=_("For people who cannot see it. Say what matters, in one sentence."),
    )
    caption = blocks.CharBlock(label=_("Words below it"), max_length=250, required=False)

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "cms/blocks/picture.html"


class DocumentLink(blocks.StructBlock):
    """A document of the library to download. Its text is the document's title unless `words` is set."""

    document = DocumentChooserBlock(label=_("Document"))
    words = blocks.CharBlock(label=_("Words of the link"), max_length=120, required=False)

    class Meta:
        icon = "doc-full"
        label = _("Document")
        template = "cms/blocks/document.html"


class Body(blocks.StreamBlock):
    text = blocks.RichTextBlock(label=_("Text"), features=["h2", *FEATURES], template="cms/blocks/text.html")
    columns = Columns()
    picture = Picture()
    document = DocumentLink()


class PageLink(blocks.StructBlock):
    """A link to a page of the site. Its text is the page's title unless `words` is set."""

    page = blocks.PageChooserBlock(label=_("Page"))
    words = blocks.CharBlock(label=_("Words"), max_length=40, required=False)

    class Meta:
        icon = "doc-empty-inverse"
        label = _("Page")


class ServiceLink(blocks.StructBlock):
    """A link to a part of the service that is not an editors' page."""

    to = blocks.ChoiceBlock(label=_("Where to"), choices=choices.services)
    words = blocks.CharBlock(label=_("Words"), max_length=40, required=False)

    class Meta:
        icon = "form"
        label = _("Part of the service")


class Links(blocks.StreamBlock):
    page = PageLink()
    service = ServiceLink()


class OfficeWords(blocks.StructBlock):
    """The text that one office adds to the common privacy notice."""

    office = blocks.ChoiceBlock(label=_("Office"), choices=choices.offices)
    text = blocks.RichTextBlock(label=_("Text"), features=FEATURES)

    class Meta:
        icon = "group"
        label = _("Words for one office")


class OfficesWords(blocks.StreamBlock):
    office = OfficeWords()
