"""Small blocks that the blocks of a form are made of."""

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks


def line(label, help_text="", **options):
    return blocks.CharBlock(required=False, label=label, help_text=help_text, **options)


def box(label, help_text=""):
    return blocks.TextBlock(required=False, label=label, help_text=help_text, rows=2)


def tick(label, help_text=""):
    return blocks.BooleanBlock(required=False, label=label, help_text=help_text)


def number(label, help_text=""):
    return blocks.IntegerBlock(
        required=False, min_value=1, max_value=20_000, label=label, help_text=help_text
    )


class Layout(blocks.StructBlock):
    """A block whose rarely used fields are behind a gear."""

    def __init__(self, local_blocks=None, *, settings=(), **kwargs):
        names = [name for name, _block in local_blocks or []]
        front = [name for name in [*self.base_blocks, *names] if name not in settings]
        kwargs["form_layout"] = blocks.BlockGroup(children=front, settings=list(settings))
        super().__init__(local_blocks, **kwargs)


class Paragraph(blocks.TextBlock):
    """A text that is a block of its own. Wagtail gives the field of such a block no label."""

    @cached_property
    def field(self):
        field = super().field
        field.widget.attrs["aria-label"] = self.label
        return field


class Texts(blocks.StreamBlock):
    """Paragraphs and links."""

    text = Paragraph(required=False, label=_("Text"), rows=2)
    link = blocks.StructBlock(
        [("text", line(_("Words"))), ("url", line(_("Address"), _("https://…, tel:… or a page: /…")))],
        icon="link",
        label=_("Link"),
        label_format="{text}",
    )

    class Meta:
        required = False
