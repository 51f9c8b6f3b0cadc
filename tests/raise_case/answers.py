"""What people may answer on each step of the contact form, what is kept of it, and which steps it leads to.

Written down beside the form and not read from it, so that the form can be held against it.
"""

from itertools import count

NEWHAM = "E09000025"
FIRST = "safety"
ORDER = [
    "safety",
    "about",
    "for-whom",
    "person",
    "person-contact",
    "topic",
    "who-can-help",
    "who-can-help-nationally",
    "where",
    "link",
    "member",
    "details",
    "help",
    "files",
    "you",
    "language",
]
# Text is given with a mark, "#7#", drawn anew for each answer: a case shows by its marks which answers it was made of.
VALID = {
    "safety": [
        {"safe": "yes", "shared": "no"},
        {"safe": "none", "shared": "yes"},
        {"safe": "no", "safe_way": "Call before 3pm {}", "shared": "no"},
    ],
    "about": [{"kind": "problem", "nature": "casework"}, {"kind": "comment", "nature": "policy"}],
    "for-whom": [{"for_whom": "me"}, {"for_whom": "other"}],
    # Without marks: what somebody says of another person stands in no answer of the case.
    "person": [
        {"person_name": "Rosa", "person_relation": "family", "person_why": "Ill", "person_knows": "no"},
        {"person_name": "روزا", "person_relation": "other", "person_why": "Far", "person_knows": "agrees"},
    ],
    "person-contact": [{"person_safe": "no"}, {"person_safe": "yes", "person_email": "rosa@london.example"}],
    "topic": [{"topic": "transport"}, {"topic": "council"}, {"topic": "national"}],
    "who-can-help": [{}],
    "who-can-help-nationally": [{}],
    "where": [
        {"where": "borough", "where_borough": NEWHAM},
        {"where": "none"},
        {"where": "outside"},
        {"where": "postcode", "where_postcode": " e161ze"},
        {"where": "postcode", "where_postcode": "m1 1ae"},
    ],
    "link": [
        {"link": "stay", "link_stay": NEWHAM},
        {"link": "placed", "link_placed": NEWHAM},
        {"link": "none"},
    ],
    "member": [{"member": "ines-vale"}, {"member": "hugh-marsh"}],
    "details": [
        {"subject": "Lift {}", "what_happened": "Broken since October {}"},
        {"subject": "مصعد معطل {}", "what_happened": '<b>&amp;"</b> {{ 7 }} {}'},
    ],
    "help": [{}, {"would_help": "A date {}"}, {"would_help": "A date {}", "asked_before": "The operator {}"}],
    "files": [{}],
    "you": [
        {"name": "Amina {}", "email": "amina{}@london.example"},
        {"phone": "020 7946 0000 x{}"},
        {"name": "Amina {}", "postal_address": "1 High Street {}"},
    ],
    "language": [
        {"language": "en"},
        {"language": "other", "other_language": "Bengali {}"},
        {"language": "en", "format": ["braille", "audio"]},
    ],
}
INVALID = {
    "safety": [{}, {"safe": "yes"}, {"safe": "perhaps", "shared": "no"}],
    "about": [{}, {"kind": "problem"}],
    "for-whom": [{}, {"for_whom": "nobody"}],
    "person": [{}, {"person_name": "Rosa"}],
    "person-contact": [{}, {"person_safe": "yes", "person_email": "rosa"}],
    "topic": [{}, {"topic": "nonsense"}],
    "where": [{}, {"where": "borough"}, {"where": "postcode", "where_postcode": "nowhere"}],
    "link": [{}, {"link": "placed"}],
    "member": [{}, {"member": "nobody"}],
    "details": [{}, {"subject": "Only this {}"}, {"subject": "x" * 500, "what_happened": "Broken {}"}],
    "you": [{}, {"email": "amina"}, {"phone": "x"}],
    "language": [{}, {"language": "other"}],
}
# Sent along by hand with an answer that does not reveal them: never kept.
HIDDEN = {
    "safe_way": "Hidden {}",
    "where_postcode": "E16 1ZE",
    "link_placed": NEWHAM,
    "other_language": "Hidden {}",
}
REVEALED_BY = {
    "safe_way": ("safe", "no"),
    "where_postcode": ("where", "postcode"),
    "link_placed": ("link", "placed"),
    "other_language": ("language", "other"),
}
MARK = r"#\d+#"
_number = count(1)


def marked(answers):
    """The same answers, each text with a mark of its own."""
    return {name: _marked(name, value) for name, value in answers.items()}


def _marked(name, value):
    if not isinstance(value, str) or "{}" not in value:
        return value
    number = next(_number)
    plain = {"email": f".{number}.x", "phone": str(number)}
    return value.replace("{}", plain.get(name, f"#{number}#"))


def kept(answers):
    """What is kept of a valid answer: no empty ones, nothing that its choice does not reveal, postcodes looked up."""
    found = {name: value for name, value in answers.items() if value and _counts(name, answers)}
    if found.get("where_postcode") == " e161ze" or found.get("where_postcode") == "E16 1ZE":
        found |= {"where_postcode": "E16 1ZE", "where_borough": NEWHAM}
    elif found.get("where_postcode") == "m1 1ae":
        found |= {"where": "outside", "where_postcode": "M1 1AE"}
    return found


def _counts(name, answers):
    chosen, value = REVEALED_BY.get(name, (None, None))
    return chosen is None or answers.get(chosen) == value


def asked(given):
    """The steps that somebody with these answers is asked, in order."""
    topic = given.get("topic", {}).get("topic")
    unplaced = given.get("where", {}).get("where") in {"none", "outside"}
    for_other = given.get("for-whom", {}).get("for_whom") == "other"
    left_out = {"council": "who-can-help", "national": "who-can-help-nationally"}
    return [
        step
        for step in ORDER
        if not (step in left_out.values() and left_out.get(topic) != step)
        and not (step == "link" and not unplaced)
        and not (step in {"person", "person-contact"} and not for_other)
    ]


def counting(given):
    """The answers to the steps that are asked."""
    return {step: given[step] for step in asked(given) if step in given}


def borough(given):
    """The borough that these answers are about, or ""."""
    placed = counting(given)
    link = placed.get("link", {})
    return (
        placed.get("where", {}).get("where_borough") or link.get("link_stay") or link.get("link_placed") or ""
    )


def is_valid(step, answers, given):
    """Whether this answer, one of VALID, goes with the others: the Member of an area is for who lives there."""
    return step != "member" or answers["member"] == "hugh-marsh" or borough(given) == NEWHAM


def first_open(given, *, thorough):
    """The first step that has no answer, or (if `thorough`) none that still holds; "check" if all have one."""
    for step in asked(given):
        if step not in given or (thorough and not is_valid(step, given[step], given)):
            return step
    return "check"
