"""The rules of the matrix: what each URL answers to each actor."""

from tests.trust.actors import WORKING


def anybody(actor, target):
    return "ended" if actor.session == "ended" else "open"


def gate(actor):
    """Return what `accounts.middleware.Gate` answers; None if it lets the actor pass."""
    answers = {"stranger": "sign-in", "constituent": "nothing", "password": "factor", "ended": "ended"}
    return answers.get(actor.session)


def staff(actor, target):
    return gate(actor) or "open"


def at_home(actor, target):
    known = actor.offices or actor.name in {"editor", "administrator"}
    return gate(actor) or ("open" if known else "nothing")


def office(actor, target):
    return gate(actor) or ("open" if actor.offices else "nothing")


def case(actor, target):
    return gate(actor) or ("open" if target.office in actor.offices and target.whole else "nothing")


def work(actor, target):
    """Return the answer to an act on a case. A missing part is 404 only for a person who may work on the case."""
    if refused := gate(actor):
        return refused
    if target.office not in actor.offices:
        return "nothing"
    if actor.role not in WORKING:
        return "forbidden"
    return "open" if target.whole else "nothing"


def workers(actor, target):
    """Who does more than read in some office, where the address names nothing or a thing of an office."""
    refused = office(actor, target)
    if refused == "open" and target.named and target.office not in actor.offices:
        return "nothing"
    return refused if refused != "open" or actor.role in WORKING else "forbidden"


def managers(actor, target):
    """Return the answer where the URL names nothing, or a person of an office."""
    refused = office(actor, target)
    if refused != "open":
        return refused
    if target.named and target.office not in actor.offices:
        return "nothing"
    return "open" if actor.role == "manager" else "forbidden"


def receivers(actor, target):
    """Return the answer for an offer of another office."""
    refused = office(actor, target)
    if refused != "open" or target.receiver not in actor.offices:
        return refused if refused != "open" else "nothing"
    return "open" if actor.role in WORKING else "forbidden"


def managers_of_the_case(actor, target):
    answer = case(actor, target)
    return "forbidden" if answer == "open" and actor.role != "manager" else answer


def administrators(actor, target):
    return gate(actor) or ("open" if actor.name == "administrator" else "nothing")


def editors_only(actor, target):
    return gate(actor) or ("open" if actor.name == "editor" else "nothing")


def closed(actor, target):
    return gate(actor) or "nothing"


def constituents(actor, target):
    if actor.session in {"stranger", "ended"}:
        return gate(actor)
    return "open" if actor.session == "constituent" else "nothing"


def not_staff(actor, target):
    """What strangers and constituents may try, counted."""
    if actor.session == "ended":
        return "ended"
    return "open" if actor.session in {"stranger", "constituent"} else "nothing"


def own_case(actor, target):
    answer = constituents(actor, target)
    mine = target.person == actor.name and actor.name != "una" and target.whole
    return ("open" if mine else "nothing") if answer == "open" else answer


def own_answers(actor, target):
    """Return the answer for unsent answers, which belong to the person who began them."""
    answer = constituents(actor, target)
    return ("open" if target.person == actor.name != "una" else "nothing") if answer == "open" else answer


def own_paper(actor, target):
    if actor.session in {"stranger", "ended", "password"}:
        return gate(actor)
    return "open" if target.kept_by == actor.name else "nothing"


def factor(actor, target):
    return gate(actor) or "open"


def own_factor(actor, target):
    return gate(actor) or ("open" if target.kept_by == actor.name else "nothing")


def staff_account(actor, target):
    return gate(actor) if actor.session in {"stranger", "constituent", "ended"} else "open"


def adds_factors(actor, target):
    return gate(actor) or "open"


RULES = {
    "anybody": anybody,
    "staff": staff,
    "at home": at_home,
    "office": office,
    "case": case,
    "work": work,
    "workers": workers,
    "managers": managers,
    "receivers": receivers,
    "managers of the case": managers_of_the_case,
    "administrators": administrators,
    "editors": editors_only,
    "closed": closed,
    "constituents": constituents,
    "own case": own_case,
    "opened case": own_case,
    "not staff": not_staff,
    "own answers": own_answers,
    "own paper": own_paper,
    "factor": factor,
    "own factor": own_factor,
    "staff account": staff_account,
    "adds factors": adds_factors,
}
