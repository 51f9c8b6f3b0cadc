"""Email addresses as typed and as stored: one spelling for each mailbox."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ui.text import fold_address

NOT_AN_ADDRESS = _("Enter an email address like name@example.com")


def plain_address(typed):
    """Return the address in its one spelling. Mail goes to exactly what is looked up, so look-alikes are refused."""
    local, _at, domain = fold_address(typed).lower().rpartition("@")
    try:
        # Letters that only look like a-z would be another mailbox here and the same one there.
        local.encode("ascii")
        domain = domain.encode("idna").decode("ascii")
    except UnicodeError:
        raise ValidationError(NOT_AN_ADDRESS, code="invalid") from None
    return f"{local}@{domain}"
