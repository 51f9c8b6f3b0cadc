"""Publishes the form that the demo's people answer."""

from demo.world import WORDS
from ops.set_up import form


def publish_contact_form() -> bool:
    return form.publish_standard_form(words=WORDS)
