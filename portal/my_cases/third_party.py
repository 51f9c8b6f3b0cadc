"""Sentences about what a third party was told."""

from django.utils.translation import gettext as _

from casework.cases.turns import TOLD


def told_words(told):
    """Return a sentence that lists the facts about the constituent a third party was told."""
    facts = ", ".join(str(TOLD[fact]) for fact in told if fact in TOLD)
    if facts:
        return _("They told them: %(facts)s") % {"facts": facts}
    return _("They did not say who you are")
