"""Email addresses as an envelope needs them."""

from email.headerregistry import Address, AddressHeader

from django.utils.encoding import punycode

CONTROL = {*map(chr, range(32)), *map(chr, range(127, 160)), "\u2028", "\u2029"}


def has_control_characters(text: str) -> bool:
    """Line breaks and the like, with which a value could smuggle in a header of its own."""
    return not CONTROL.isdisjoint(text)


def bare(address: str) -> str:
    """`ada@london.example` out of `Ada Love <ada@london.example>`. ValueError unless it is exactly one."""
    if has_control_characters(address):
        raise ValueError("An email address holds a line break or another control character.")
    parsed = AddressHeader.value_parser(address)
    if len(parsed.all_mailboxes) != 1 or parsed.all_defects:
        raise ValueError("This is not exactly one email address.")
    mailbox = parsed.all_mailboxes[0]
    if not mailbox.domain or not mailbox.local_part.isascii():
        raise ValueError("This is not an email address that every mail server takes.")
    return str(Address(username=mailbox.local_part, domain=punycode(mailbox.domain)))
