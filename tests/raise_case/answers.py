"""A model of the contact form: possible answers to each step, what is stored of them, and the steps they lead
to.

It is written independently of the form's code, so that tests can compare the two.
"""

from itertools import count

NEWHAM = "E09000025"
FIRST = "safety"
ORDER = [
    "safety",
    "device",
    "danger",
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
# Each text contains a unique mark, "#7#", so that the marks in a case show which answers it was built from.
VALID = {
    "safety": [
        {"safe": "yes"},
        {"safe": "none"},
        {"safe": "no", "safe_way": "Call before 3pm {}"},
    ],
    "device": [{"shared": "no"}, {"shared": "yes"}],
    "danger": [{}],
    "about": [{"kind": "problem", "nature": "casework"}, {"kind": "comment", "nature": "policy"}],
    "for-whom": [{"for_whom": "me"}, {"for_whom": "other"}],
    # Without marks: data about the person written for is stored in no answer of the case.
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
    "safety": [{}, {"safe": "perhaps"}],
    "device": [{}, {"shared": "perhaps"}],
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
# Hidden fields posted with a choice that does not reveal them: never stored.
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
_numbers = count(1)


def marked(answers):
    """Return the answers with a unique mark in each text."""
    return {name: _marked(name, value) for name, value in answers.items()}


def _marked(name, value):
    if not isinstance(value, str) or "{}" not in value:
        return value
    number = next(_numbers)
    plain = {"email": f".{number}.x", "phone": str(number)}
    return value.replace("{}", plain.get(name, f"#{number}#"))


def stored(answers):
    """Return what is stored of a valid answer: non-empty values that the choice reveals, with postcodes normalised."""
    found = {name: value for name, value in answers.items() if value and _is_revealed(name, answers)}
    if found.get("where_postcode") == " e161ze" or found.get("where_postcode") == "E16 1ZE":
        found |= {"where_postcode": "E16 1ZE", "where_borough": NEWHAM}
    elif found.get("where_postcode") == "m1 1ae":
        found |= {"where": "outside", "where_postcode": "M1 1AE"}
    return found


def _is_revealed(name, answers):
    chosen, value = REVEALED_BY.get(name, (None, None))
    return chosen is None or answers.get(chosen) == value


def asked_steps(given):
    """Return the steps that a person with these answers is asked, in order."""
    topic = given.get("topic", {}).get("topic")
    without_address = given.get("where", {}).get("where") in {"none", "outside"}
    for_someone_else = given.get("for-whom", {}).get("for_whom") == "other"
    signposts = {"council": "who-can-help", "national": "who-can-help-nationally"}
    return [
        step
        for step in ORDER
        if not (step in signposts.values() and signposts.get(topic) != step)
        and not (step == "link" and not without_address)
        and not (step in {"person", "person-contact"} and not for_someone_else)
    ]


def effective_answers(given):
    """Return the answers to the steps that are asked."""
    return {step: given[step] for step in asked_steps(given) if step in given}


def borough(given):
    """Return the code of the borough that these answers are about, or ""."""
    effective = effective_answers(given)
    link = effective.get("link", {})
    return (
        effective.get("where", {}).get("where_borough")
        or link.get("link_stay")
        or link.get("link_placed")
        or ""
    )


def is_valid(step, answers, given):
    """Return whether this answer, one of VALID, fits the others: an area's Member can only be chosen by its
    residents.
    """
    return step != "member" or answers["member"] == "hugh-marsh" or borough(given) == NEWHAM


def first_open(given, *, thorough):
    """Return the first step without an answer, or with `thorough` without a valid one; "check" if there is none."""
    for step in asked_steps(given):
        if step not in given or (thorough and not is_valid(step, given[step], given)):
            return step
    return "check"
