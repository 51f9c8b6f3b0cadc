"""Email addresses as people type them and as they are kept: one spelling for one mailbox."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

NOT_AN_ADDRESS = _("Enter an email address like name@example.com")


def plain_address(typed):
    """The address in its one spelling. Mail goes to exactly what is looked up, so no look-alike is let in."""
    local, _at, domain = typed.strip().lower().rpartition("@")
    try:
        # Letters that only look like a-z would be another mailbox here and the same one there.
        local.encode("ascii")
        domain = domain.encode("idna").decode("ascii")
    except UnicodeError:
        raise ValidationError(NOT_AN_ADDRESS, code="invalid") from None
    return f"{local}@{domain}"
