"""B-10 and threat 8: tokens are long, for one purpose, for a while and kept as hashes; no id shows an order."""

import ast
import math
import secrets
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.models import Invitation
from accounts.services import accept_invitation, invitation_link, open_invitation
from casework.cases.authority import Authority
from casework.cases.authority_answers import asked as question
from casework.cases.authority_services import hash_of as hash_of_link
from casework.cases.references import ALPHABET, LENGTH, new_reference
from casework.questionnaires.models import Submission, Version, hash_of, new_key
from casework.questionnaires.services import find_submission, start_submission
from casework.scope import ALL, scoped
from tests import factories
from tests.representing import asked, case_for_mother

# Every place in the code that draws from chance, and what becomes of it. A new place needs a row: a secret that opens
# something has 128 bits or more, one purpose, an end, and is stored as a hash.
DRAWS = {
    ("accounts/services.py", "token_urlsafe"): "token: the link of an invitation",
    ("casework/questionnaires/models.py", "token_urlsafe"): "token: the key to unsent answers",
    (
        "accounts/codes.py",
        "randbelow",
    ): "code of eight digits: five tries, fifteen minutes, kept as a keyed mark",
    ("accounts/marks.py", "token_urlsafe"): "name in a signed mark that opens nothing: it counts tries apart",
    ("casework/audit/services.py", "token_hex"): "salt: stands beside what it salts",
    ("casework/cases/references.py", "choice"): "name: grants nothing",
    ("casework/files/store.py", "token_hex"): "name: of a file on the disk, never told",
    (
        "casework/cases/claiming.py",
        "randbelow",
    ): "code of eight digits: five tries, half an hour, for one account",
    (
        "casework/cases/claiming.py",
        "choice",
    ): "code of twelve of 31 characters: tries limited, kept as a keyed mark",
    (
        "casework/cases/safe_words.py",
        "randbelow",
    ): "code that staff read out: tries limited, an end, kept as a hash",
    ("casework/cases/authority_services.py", "token_urlsafe"): "token: the link that asks for a permission",
    (
        "portal/permission/views.py",
        "randbelow",
    ): "code of eight digits: tries limited, fifteen minutes, in one session, kept as a keyed mark",
    (
        "portal/my_cases/alerts.py",
        "randbelow",
    ): "code texted to a number: tries limited, minutes, in one session",
    ("casework/outbox/composing.py", "token_hex"): "name: of a mail",
    ("config/middleware.py", "token_hex"): "name: of a request in the programs' log",
    ("config/management/commands/outbox_drill.py", "token_hex"): "key of a throw-away process",
}


def draws():
    """(file, function) of every call of `secrets` or `get_random_string` in the service."""
    for folder in ("accounts", "backoffice", "casework", "cms", "config", "portal", "ui"):
        for path in (path for path in Path(folder).rglob("*.py") if "migrations" not in path.parts):
            for node in ast.walk(ast.parse(path.read_text())):
                called = node.func if isinstance(node, ast.Call) else None
                name = getattr(called, "attr", getattr(called, "id", ""))
                of = getattr(getattr(called, "value", None), "id", "")
                if of == "secrets" or name in {
                    "get_random_string",
                    "token_urlsafe",
                    "token_hex",
                    "token_bytes",
                }:
                    yield path.as_posix(), name


def test_every_draw_of_a_secret_was_looked_at():
    assert set(draws()) == set(DRAWS), "say in DRAWS what the secret opens, and prove its token below"


def bits(token):
    """What a guesser faces: the characters are drawn evenly from 64."""
    return len(token) * math.log2(64)


@pytest.fixture
def invitation(dev):
    token = invitation_link(user=dev, by=None).rsplit("/", 2)[1]
    return token, Invitation.objects.get(user=dev)


@pytest.fixture
def answers(db):
    version = Version.objects.create(slug="form", number=1, definition={})
    submission, key = start_submission(version=version, by=None)
    return key, submission


def test_an_invitations_token_is_long_hashed_and_ends(invitation):
    token, row = invitation
    assert bits(token) >= 128
    assert token not in repr(Invitation.objects.values().get(pk=row.pk))
    assert open_invitation(token) == row
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert open_invitation(token) is None


def test_an_invitations_token_works_once(invitation):
    token, row = invitation
    accept_invitation(invitation=row, password="a long enough password")
    assert open_invitation(token) is None


def test_a_key_to_answers_is_long_hashed_and_ends(answers):
    key, row = answers
    assert bits(key) >= 128
    assert key not in repr(Submission.objects.values().get(pk=row.pk))
    assert find_submission(key=key, slug="form") == row
    Submission.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert find_submission(key=key, slug="form") is None


def test_a_link_that_asks_for_a_permission_is_long_hashed_and_ends(assembly):
    token = asked(case_for_mother(assembly), assembly.ben)
    with scoped(ALL):
        assert bits(token) >= 128
        assert token not in repr(Authority.objects.values().get())
        assert question(hash_of_link(token))
        assert question(token) is None
        Authority.objects.update(link_until=timezone.now() - timedelta(seconds=1))
        assert question(hash_of_link(token)) is None


def test_a_token_opens_one_kind_of_thing(invitation, answers):
    (token, _row), (key, _submission) = invitation, answers
    assert open_invitation(key) is None
    assert find_submission(key=token, slug="form") is None
    assert find_submission(key=hash_of(key), slug="form") is None  # what is stored opens nothing


def test_a_key_opens_the_form_it_was_given_for(answers):
    assert find_submission(key=answers[0], slug="another") is None


# --- No id shows an order --------------------------------------------------------------------------------------------


def correlation(ones, others):
    mean, its = sum(ones) / len(ones), sum(others) / len(others)
    along = sum((a - mean) * (b - its) for a, b in zip(ones, others, strict=True))
    size = math.sqrt(sum((a - mean) ** 2 for a in ones) * sum((b - its) ** 2 for b in others))
    return along / size if size else 0.0


def value_of(reference):
    number = 0
    for character in reference.replace("-", "")[2 : 2 + LENGTH]:
        number = number * len(ALPHABET) + ALPHABET.index(character)
    return number


def orderly(values, limit):
    """What of the draws follows their order, in a line each; at five standard errors that is no accident."""
    found = {
        "order": correlation(range(len(values)), values),
        "the one before": correlation(values[:-1], values[1:]),
    }
    return [f"{name}: r = {r:.4f}" for name, r in found.items() if abs(r) > limit / math.sqrt(len(values))]


def test_references_and_keys_have_no_order(amount, proof):
    count = amount(20_000, 200_000)
    drawn = {
        "reference": [value_of(new_reference()) for _n in range(count)],
        "uuid": [uuid4().int for _n in range(count)],
        "key": [int.from_bytes(new_key().encode()) for _n in range(count)],
    }
    lines = [f"{kind}: {line}" for kind, values in drawn.items() for line in orderly(values, 5)]
    lines += [f"{kind}: drawn twice" for kind in ("uuid", "key") if len(set(drawn[kind])) < count]
    proof("B-10", "references, UUIDs and keys drawn in a row", tried=3 * count, failures=lines)


def test_an_order_is_found():
    assert orderly([n + secrets.randbelow(50) for n in range(2000)], 5)


def test_visible_ids_do_not_follow_hidden_inserts(assembly, amount, proof):
    """Threat 8: between two cases of ours the others get a number of theirs, and our ids do not know how many."""
    rounds, hidden, seen = amount(40, 400), [], []
    for _n in range(rounds):
        hidden.append(secrets.randbelow(4))
        for _m in range(hidden[-1]):
            factories.case(office=assembly.rival)
        case = factories.case(office=assembly.office)
        with scoped(ALL):
            seen.append((value_of(case.reference), case.messages.get().uuid.int, case.constituent.uuid.int))
    columns = zip(*seen, strict=True)
    steps = [[after - before for before, after in pairwise(column)] for column in columns]
    found = [correlation(hidden[1:], column) for column in steps]
    lines = [f"r = {r:.3f} in column {n}" for n, r in enumerate(found) if abs(r) > 5 / math.sqrt(rounds)]
    proof("B-10", "cases of ours between hidden cases of others", tried=rounds, failures=lines)
