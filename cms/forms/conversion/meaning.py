"""What editors can say about a case: on a question which fact it gives, on an answer what it means."""

from django.utils.translation import gettext_lazy as _

from casework.questionnaires.facts import CONDITIONS, RISKS, TYPES_OF_FACT, VALUES_OF_FACT

FACT_LABELS = {
    "kind": _("What kind of case it is"),
    "nature": _("Casework, policy or other"),
    "topic": _("The topic"),
    "subject": _("The subject of the case"),
    "message": _("The message to the office"),
    "what_would_help": _("What would help"),
    "member": _("The Member written to"),
    "name": _("The person’s name"),
    "email": _("The email address"),
    "phone": _("The phone number"),
    "postal_address": _("The postal address"),
    "place": _("Where the person lives"),
    "borough": _("The borough, if no address says it"),
    "language": _("The language to answer in"),
    "format": _("The format to answer in"),
    "safe_way": _("A safe way to reach the person"),
    "safe_word": _("The safe word"),
    "risk": _("Risks, shown to the office at once"),
    "other_person_name": _("Someone else: their name"),
    "other_person_relation": _("Someone else: how they are related"),
    "other_person_why": _("Someone else: why they do not write"),
    "other_person_knows": _("Someone else: whether they know"),
    "other_person_email": _("Someone else: their email address"),
    "other_person_phone": _("Someone else: their phone number"),
    "other_person_post": _("Someone else: their postal address"),
}
CONDITION_LABELS = {
    "safe_contact": _("It is not safe to email the person"),
    "shared_device": _("Others use this phone or computer"),
    "other_person": _("The person writes for someone else"),
    "other_person_unsafe": _("Someone else: it is not safe to write to them"),
    "sensitive": _("The case is sensitive"),
}
VALUE_LABELS = {
    "kind:problem": _("Kind: a problem"),
    "kind:question": _("Kind: a question"),
    "kind:comment": _("Kind: a comment"),
    "kind:complaint": _("Kind: a complaint"),
    "kind:information": _("Kind: a request for information"),
    "nature:casework": _("Nature: casework"),
    "nature:policy": _("Nature: policy or campaign"),
    "nature:other": _("Nature: other"),
    "risk:home": _("Risk: someone at home hurts or controls the person"),
    "risk:life": _("Risk: to life"),
    "risk:safeguarding": _("Risk: safeguarding"),
    "risk:eviction": _("Risk: eviction within 72 hours"),
    "risk:threat": _("Risk: a threat to a Member or staff"),
    "other_person_relation:family": _("Someone else: family"),
    "other_person_relation:friend": _("Someone else: friend or neighbour"),
    "other_person_relation:carer": _("Someone else: the writer is a carer"),
    "other_person_relation:adviser": _("Someone else: the writer is an adviser or lawyer"),
    "other_person_relation:other": _("Someone else: another relation"),
    "other_person_knows:agrees": _("Someone else: knows and agrees"),
    "other_person_knows:knows": _("Someone else: knows, and was not asked"),
    "other_person_knows:no": _("Someone else: does not know"),
}
VALUES = VALUES_OF_FACT | {"risk": RISKS}
NOTHING = [("", _("Nothing more"))]


def facts_of(type_: str) -> list[tuple[str, object]]:
    """Return (fact, label) of each fact that a question of this type can give."""
    fitting = [fact for fact, types in TYPES_OF_FACT.items() if type_ in types and fact not in CONDITIONS]
    return [
        ("", _("Nothing more: it is listed in the case")),
        *((fact, FACT_LABELS[fact]) for fact in fitting),
    ]


def meanings() -> list[tuple[str, object]]:
    """Return (meaning, label) of everything that an answer can mean for a case."""
    return [*NOTHING, *VALUE_LABELS.items(), *CONDITION_LABELS.items()]


def choices_of(fact: str) -> list[tuple[str, object]]:
    """Return (value, label) of each value that this fact of a case can have."""
    return [(value_of(key), label) for key, label in VALUE_LABELS.items() if key.startswith(f"{fact}:")]


def value_of(meaning: str) -> str:
    """Return the value that an answer with this meaning is stored under, or "" if it is free."""
    return meaning.partition(":")[2]


def meaning_of(fact: str, value: str) -> str:
    """Return the meaning that makes an answer have this value, or "" if the value is free."""
    return f"{fact}:{value}" if value in VALUES.get(fact, ()) else ""
