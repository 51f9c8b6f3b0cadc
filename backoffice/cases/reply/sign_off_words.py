"""Who signs a reply off, and what became of one that waited."""

from django.utils.translation import gettext as _

from casework.cases.models import SignOff
from casework.offices.sign_off import named_signers
from ui.templatetags.ui import moment

Decision = SignOff.Decision


def signer_words(office):
    """Return who may sign a reply off."""
    names = [str(user) for user in named_signers(office)]
    return ", ".join(names) if names else _("a manager or the Member")


def decided_words(found):
    """Return one sentence on where a request for sign-off stands."""
    if found.waits:
        return _("This reply waits for sign-off.")
    words = {
        Decision.SIGNED: _("%(name)s changed this reply and signed it off, %(when)s.")
        if found.changed_to
        else _("%(name)s signed this reply off, %(when)s."),
        Decision.SENT_BACK: _("%(name)s sent this reply back, %(when)s."),
        Decision.WITHDRAWN: _("%(name)s withdrew this reply, %(when)s."),
        Decision.NOT_SENT: _("%(name)s signed this reply off, but it could not go. It is a draft again."),
    }
    facts = {"name": found.decided_by or _("A former colleague"), "when": moment(found.decided_at)}
    return words[found.decision] % facts
