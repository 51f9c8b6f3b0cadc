"""What a third party was told about the person who reads this."""

from django.utils.translation import gettext as _

from casework.cases.turns import TOLD


def told_words(told):
    """Which facts about the reader a third party was told."""
    facts = ", ".join(str(TOLD[fact]) for fact in told if fact in TOLD)
    if facts:
        return _("They told them: %(facts)s") % {"facts": facts}
    return _("They did not say who you are")
