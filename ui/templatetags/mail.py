"""Template tag for mails. Services pass a reference or a token; the mail's template names the page."""

from django import template

from ui.links import page_link

register = template.Library()
register.simple_tag(page_link)
