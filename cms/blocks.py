"""What editors can put on a page."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

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
