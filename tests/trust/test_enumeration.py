"""B-11: no answer, and no mail it sends, reveals whether an address is known.

Each URL is requested for an address of every kind, in every spelling; everything that comes back is compared byte for
byte, without random parts: tokens, codes, and the address itself.
"""

import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.models import User
from casework.constituents.services import add_contact_point
from casework.outbox.models import OutboxMessage
from casework.wall.scope import ALL, scoped
from demo.site.form import publish_contact_form
from tests import factories
from tests.raise_case.hand import Hand

CHANCE = [
    (r'(csrfmiddlewaretoken" value=")\w+', r"\1TOKEN"),
    (r"/known/[^/]+/", "/known/LINK/"),
    (r"\b\d{4} \d{4}\b", "CODE"),
    (r"\b[A-Z]{2,4}-[2-9A-Y]{4}-[2-9A-Y]{4}\b", "REFERENCE"),
    (r"/did-you-contact-us/[^/]+/", "/did-you-contact-us/LINK/"),
    (r"/invitation/[\w-]{20,}/", "/invitation/LINK/"),
    (r"(?i)(boundary=|--)\"?={5,}\d+==", "BOUNDARY"),
    (r"(?m)^(Message-ID|Date): .*$", ""),
    (r"\d{4}-\d\d-\d\dT[\d:.]+\+0[01]:00", "MOMENT"),
    (r'value="[0-9a-f]{8}-[0-9a-f-]{27}"', 'value="ONCE"'),
]


@pytest.fixture
def addresses(assembly):
    """Return one address of every kind, and spellings that look like them."""
    User.objects.filter(pk=assembly.bea.pk).update(is_active=False)
    factories.staff("Ruth", is_administrator=True)
    factories.staff("Shut")
    User.objects.filter(email="shut@staff.example").update(is_active=False)
    factories.case(office=assembly.office, raised_by=assembly.ada)
    return {
        "nobody": "nobody@london.example",
        "a constituent": "ada@london.example",
        "a closed account": "bea@london.example",
        "staff": "ben@staff.example",
        "an administrator": "ruth@staff.example",
        "closed staff": "shut@staff.example",
        "a constituent in capitals": "ADA@LONDON.EXAMPLE",
        "nobody in capitals": "NOBODY@LONDON.EXAMPLE",
        "a constituent with a tag": "ada+lift@london.example",
        "staff with a tag": "ben+lift@staff.example",
        "a constituent with spaces": "  ada@london.example ",
        "a constituent with a sign of none": "ada\u200b@london.example",
    }


# Letters that look like others: refused as no address, whoever it would be.
LOOK_ALIKES = {
    "nobody": "nоbody@london.example",
    "a constituent": "аda@london.example",
    "a constituent, wide": "ａda@london.example",
    "staff": "bеn@staff.example",
    "a long s": "ſhut@staff.example",
}


def without_chance(text, email):
    plain = email.strip().replace("\u200b", "")
    for spelling in (email, plain, plain.lower(), plain.partition("@")[0].lower() + "@"):
        text = text.replace(spelling, "ADDRESS")
    text = text.replace("ADDRESSlondon.example", "ADDRESS").replace("ADDRESSstaff.example", "ADDRESS")
    for pattern, name in CHANCE:
        text = re.sub(pattern, name, text)
    return text


def mails():
    """Return [(recipients, text)] of all mail so far, without line folding, which depends on the length of the
    address.
    """
    with scoped(ALL):
        found = list(OutboxMessage.objects.order_by("pk").values_list("recipients", "raw"))
    return [(to, re.sub(r"(?<!=)=\r\n", "", bytes(raw).decode())) for to, raw in found]


def all_of(response, email):
    """Return status, headers and body of an answer without random parts. Lengths are already compared by the body."""
    headers = {
        name: without_chance(value, email)
        for name, value in response.headers.items()
        if name not in {"Expires", "Content-Length"}
    }
    cookies = {
        name: (each["path"], each["max-age"], each["samesite"]) for name, each in response.cookies.items()
    }
    return response.status_code, headers, cookies, without_chance(response.content.decode(), email)


def seen(act, email):
    """Return everything that `act` sends to the requester and to the mailbox of the address."""
    cache.clear()
    before = len(mails())
    answers = [all_of(response, email) for response in act(Client(), email)]
    sent = mails()[before:]
    return answers, sorted(without_chance(text, email) for _to, text in sent)


def signing_in(client, email):
    yield client.get(reverse("account_login"))
    yield client.post(reverse("account_login"), {"login": email, "password": "not the one"})


def asking_for_a_code(client, email):
    yield client.post(reverse("account_request_login_code"), {"email": email})
    yield client.get(reverse("account_confirm_login_code"))
    yield client.post(reverse("account_confirm_login_code"), {"code": "00000000"})


def asking_again(client, email):
    for _each in range(7):  # past the limit
        yield client.post(reverse("account_request_login_code"), {"email": email})


def wrong_until_refused(client, email):
    for _each in range(7):
        yield client.post(reverse("account_login"), {"login": email, "password": "not the one"})


def resetting_a_password(client, email):
    """Request a page that exists for no one."""
    for path in ("password/reset/", "signup/", "email/"):
        yield client.post(f"/accounts/{path}", {"email": email})


def raising_a_case(client, email):
    hand = Hand(client)
    yield hand.fill(you={"name": "Amina Yusuf", "email": email})
    yield hand.get("check")
    yield hand.send()
    yield hand.get("sent")


ACTS = [
    signing_in,
    asking_for_a_code,
    asking_again,
    wrong_until_refused,
    resetting_a_password,
    raising_a_case,
]


def differences(act, emails):
    first, *others = {name: seen(act, email) for name, email in emails.items()}.items()
    return [
        f"{act.__name__}: {first[0]} and {name}: {where(first[1], other)}"
        for name, other in others
        if other != first[1]
    ]


def where(one, other):
    """Return a short description of the first difference."""
    for number, (left, right) in enumerate(zip(one[0], other[0], strict=False)):
        for part, (mine, theirs) in zip(
            ("status", "headers", "cookies", "body"), zip(left, right, strict=True), strict=False
        ):
            if mine != theirs:
                return f"answer {number}, {part}: {str(mine)[-150:]} / {str(theirs)[-150:]}"
    return f"mails: {len(one[1])} and {len(other[1])}: {one[1]} / {other[1]}"


@pytest.mark.slow
@pytest.mark.parametrize("act", ACTS)
def test_response_is_the_same_for_known_and_unknown_addresses(addresses, act, proof):
    publish_contact_form()
    proof("B-11", act.__name__.replace("_", " "), tried=len(addresses), failures=differences(act, addresses))


@pytest.mark.parametrize("act", [signing_in, asking_for_a_code])
def test_response_is_the_same_for_look_alike_addresses(addresses, act, proof):
    kinds = LOOK_ALIKES
    failures = differences(act, kinds)
    proof("B-11", f"look-alikes, {act.__name__.replace('_', ' ')}", tried=len(kinds), failures=failures)
    assert mails() == [] or act is signing_in


def test_invitation_does_not_disclose_whether_an_account_exists(addresses, assembly, sign_in, proof):
    """Compare what the manager gets, and the mail to managers. The invited person's mailbox is not theirs."""
    kinds = {
        "nobody": addresses["nobody"],
        "staff elsewhere": assembly.cat.email,
        "a constituent": assembly.ada.email,
        "a closed account": addresses["a closed account"],
        "an administrator": addresses["an administrator"],
        "closed staff": addresses["closed staff"],
        "in capitals": "EVE@STAFF.EXAMPLE",
    }
    found = {}
    for name, email in kinds.items():
        client, before = sign_in(assembly.dev, on=Client()), len(mails())
        data = {"email": email, "name": "Hal", "office": assembly.office.slug, "role": "caseworker"}
        answer = all_of(client.post(reverse("backoffice:team_invite"), data), email)
        told = [text for to, text in mails()[before:] if to == [assembly.dev.email]]
        found[name] = ([answer], [without_chance(mail, email) for mail in told])
    first = found["nobody"]
    failures = [f"{name}: {where(first, other)}" for name, other in found.items() if other != first]
    proof("B-11", "inviting", tried=len(found), failures=failures)


def test_case_lookup_does_not_disclose_whether_a_reference_exists(assembly, sign_in, proof):
    """Compare a foreign and a missing reference, for strangers and other constituents."""
    case = factories.case(office=assembly.office, raised_by=assembly.ada)
    failures = []
    for person in (None, assembly.bea):
        client = sign_in(person, on=Client()) if person else Client()
        client.get("/my-cases/")  # the first answer of a session sets its cookie
        answers = [
            all_of(client.get(reverse("portal:my_case", args=[reference])), reference)
            for reference in (case.reference, "LA-2222-2222")
        ]
        failures += [f"{person}: {where(([answers[0]], []), ([answers[1]], []))}"] * (
            answers[0] != answers[1]
        )
    proof("B-11", "following a case", tried=4, failures=failures)


def adding_a_case(client, reference):
    yield client.post(reverse("portal:account_link"), {"reference": reference})
    yield client.get(reverse("portal:account_link_code"))
    yield client.post(reverse("portal:account_link_code"), {"reference": reference, "code": "00000000"})


def test_account_link_does_not_disclose_whether_a_reference_exists(assembly, sign_in, proof):
    """Compare a reference that could be added, foreign ones of every kind, and a missing one."""
    waiting = factories.case(office=assembly.office)
    with scoped(ALL):
        add_contact_point(constituent=waiting.constituent, kind="email", value="home@london.example")
    references = {
        "waiting": waiting.reference,
        "without an address": factories.case(office=assembly.rival).reference,
        "safe contact": factories.case(office=assembly.office, safe_contact=True).reference,
        "somebody's": factories.case(office=assembly.office, raised_by=assembly.bea).reference,
        "nobody's": "LA-2222-2222",
    }
    found = {}
    for kind, reference in references.items():
        client = sign_in(assembly.ada, on=Client())
        client.get(reverse("portal:account_link"))
        found[kind] = ([all_of(answer, reference) for answer in adding_a_case(client, reference)], [])
    first = found.pop("waiting")
    failures = [f"{kind}: {where(first, other)}" for kind, other in found.items() if other != first]
    proof("B-11", "adding a case", tried=len(references), failures=failures)


def test_disclosing_response_is_detected(addresses):
    def tells(client, email):
        response = client.get(reverse("account_login"))
        known = User.objects.filter(email=email.strip().lower()).exists()
        response.headers["X-Known"] = str(known)
        yield response

    assert any("a constituent" in line for line in differences(tells, addresses))
