"""Facts of a case that a definition takes from answers: which types of question may give them, and how long they are.

The lengths and values are those of the columns of a case. `tests/questionnaires/test_facts.py` compares them.
"""

from . import authority

REQUIRED_FACTS = {"kind", "nature", "subject", "message", "member"}
FIXED = {
    "kind",
    "nature",
    "topic",
    "sensitive",
    "member",
    "route",
}  # what a form can say for everyone who fills it in
AREA = "area"  # the route of a form whose cases are for the Member of the area, and else for the form's own Member
CONDITIONS = {
    "safe_contact",
    "shared_device",
    "other_person",
    "other_person_unsafe",
    "sensitive",
}  # true for some answers
SEVERAL = {"message", "borough", "language", "sensitive"}  # taken from several questions, in this order
IN_COLUMNS = {  # facts that are not listed with the other answers
    "subject",
    "message",
    "what_would_help",
    "name",
    "email",
    "phone",
    "postal_address",
    "member",
    "safe_way",
    "safe_word",
}
TEXT = {"text", "textarea"}
CHOICE = {"radios", "select"}
TYPES_OF_FACT = {
    "kind": CHOICE,
    "nature": CHOICE,
    "topic": CHOICE,
    "subject": {"text"},
    "message": TEXT,
    "what_would_help": TEXT,
    "member": {"member"},
    "name": {"text"},
    "email": {"email"},
    "phone": {"phone"},
    "postal_address": {"textarea", "address"},
    "place": {"place"},
    "borough": {"borough"},
    "language": {"radios", "select", "text"},
    "format": {"radios", "checkboxes", "text"},
    "safe_way": TEXT,
    "safe_word": {"secret"},
    "risk": {"radios", "checkboxes"},
    "other_person_name": {"text"},
    "other_person_relation": CHOICE,
    "other_person_why": TEXT,
    "other_person_knows": CHOICE,
    "other_person_email": {"email"},
    "other_person_phone": {"phone"},
    "other_person_post": {"textarea", "address"},
    **{fact: {"radios", "checkboxes"} for fact in CONDITIONS},
}
FACTS = set(TYPES_OF_FACT)
ASKED_FOR_SOMEONE_ELSE = authority.ASKED
RISKS = {
    "home",
    "life",
    "safeguarding",
    "eviction",
    "threat",
}  # an answer can raise these with the office immediately
VALUES_OF_FACT = {
    "kind": {"problem", "question", "comment", "complaint", "information"},
    "nature": {"casework", "policy", "other"},
    "other_person_relation": {"family", "friend", "carer", "adviser", "other"},
    "other_person_knows": {"agrees", "knows", "no"},
}
FIXED_VALUES = VALUES_OF_FACT | {"sensitive": {"yes"}}
LONGEST = {  # characters that the column of a fact holds
    "subject": 120,
    "name": 150,
    "what_would_help": 5_000,
    "postal_address": 500,
    "safe_way": 500,
    "language": 40,
    "format": 200,
    "other_person_name": 150,
    "other_person_why": 1_000,
    "other_person_post": 400,
}
LONGEST_MESSAGE = 18_000  # all texts of a message together; their questions are written between them
