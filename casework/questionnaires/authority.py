"""Answers about the person written for, in a case raised with somebody's authority."""

from collections.abc import Callable
from dataclasses import dataclass

FACTS = {
    "other_person",
    "other_person_unsafe",
    "other_person_name",
    "other_person_relation",
    "other_person_why",
    "other_person_knows",
    "other_person_email",
    "other_person_phone",
    "other_person_post",
}
ASKED = {"other_person_name", "other_person_relation", "other_person_why", "other_person_knows"}


@dataclass(frozen=True)
class AuthorityAnswers:
    """The person written for, as described by the writer. Nothing of it is verified."""

    name: str
    relation: str
    why: str
    knows: str
    email: str
    phone: str
    post: str
    unsafe: bool


def authority_answers(
    value: Callable[[str], str], condition: Callable[[str], bool]
) -> AuthorityAnswers | None:
    """Return the answers about the person written for, or None if the writer writes for themselves."""
    if not condition("other_person"):
        return None
    return AuthorityAnswers(
        name=value("other_person_name"),
        relation=value("other_person_relation"),
        why=value("other_person_why"),
        knows=value("other_person_knows"),
        email=value("other_person_email"),
        phone=value("other_person_phone"),
        post=value("other_person_post"),
        unsafe=condition("other_person_unsafe"),
    )
