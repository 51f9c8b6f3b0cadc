"""What somebody says of the person they write for: the facts of a case that is not their own."""

from collections.abc import Callable
from dataclasses import dataclass

FACTS = {
    "represented",
    "represented_unsafe",
    "represented_name",
    "represented_relation",
    "represented_why",
    "represented_knows",
    "represented_email",
    "represented_phone",
    "represented_post",
}
ASKED = {"represented_name", "represented_relation", "represented_why", "represented_knows"}


@dataclass(frozen=True)
class Represented:
    """The person written for, in the words of whoever writes; nothing of it is checked."""

    name: str
    relation: str
    why: str
    knows: str
    email: str
    phone: str
    post: str
    unsafe: bool


def represented(value: Callable[[str], str], condition: Callable[[str], bool]) -> Represented | None:
    """The person written for, from the answers by fact; None if somebody writes for themself."""
    if not condition("represented"):
        return None
    return Represented(
        name=value("represented_name"),
        relation=value("represented_relation"),
        why=value("represented_why"),
        knows=value("represented_knows"),
        email=value("represented_email"),
        phone=value("represented_phone"),
        post=value("represented_post"),
        unsafe=condition("represented_unsafe"),
    )
