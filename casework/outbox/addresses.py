"""Email addresses for SMTP envelopes."""

from email.headerregistry import Address, AddressHeader

from django.utils.encoding import punycode

CONTROL = {*map(chr, range(32)), *map(chr, range(127, 160)), "\u2028", "\u2029"}


def has_control_characters(text: str) -> bool:
    """Return whether the text holds a line break or another character that could add a header."""
    return not CONTROL.isdisjoint(text)


def bare(address: str) -> str:
    """Return `ada@london.example` for `Ada Love <ada@london.example>`.

    Raise ValueError unless the text is exactly one address.
    """
    if has_control_characters(address):
        raise ValueError("An email address holds a line break or another control character.")
    parsed = AddressHeader.value_parser(address)
    if len(parsed.all_mailboxes) != 1 or parsed.all_defects:
        raise ValueError("This is not exactly one email address.")
    mailbox = parsed.all_mailboxes[0]
    if not mailbox.domain or not mailbox.local_part.isascii():
        raise ValueError("This is not an email address that every mail server takes.")
    return str(Address(username=mailbox.local_part, domain=punycode(mailbox.domain)))
