"""B-10 and threat 8: tokens are long, for one purpose, expire and are stored as hashes; no id reveals an order."""

import ast
import math
import secrets
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.models import RecoveryLink
from accounts.services import open_recovery_link, recovery_link, use_recovery_link
from casework.cases.models.authority.authority import Authority
from casework.cases.references import ALPHABET, LENGTH, new_reference
from casework.cases.services.authority.answer import asked as question
from casework.cases.services.authority.authority import hash_of as hash_of_link
from casework.offices.access.invitations import accept_as_new, invitation_of, invite_administrator
from casework.offices.models import Invitation
from casework.questionnaires.models import Submission, Version, hash_of, new_key
from casework.questionnaires.services import find_submission, start_submission
from casework.wall.scope import ALL, scoped
from tests import factories
from tests.authority import asked, case_for_mother

# Every place in the code that draws from chance, and what becomes of it. A new place needs a row: a secret that opens
# something has 128 bits or more, one purpose, an end, and is stored as a hash.
DRAWS = {
    (
        "accounts/one_time_codes.py",
        "choice",
    ): "code: tries limited, an end, one subject, stored as an HMAC or a hash",
    ("accounts/services.py", "token_urlsafe"): "token: the link to come back",
    ("casework/offices/access/invitations.py", "token_urlsafe"): "token: the link of an invitation",
    (
        "casework/questionnaires/trials.py",
        "token_urlsafe",
    ): "token: a form on trial, for an hour and one editor",
    ("casework/questionnaires/models.py", "token_urlsafe"): "token: the key to unsent answers",
    (
        "accounts/sign_in/known_browsers.py",
        "token_urlsafe",
    ): "name in a signed mark that opens nothing: it counts tries apart",
    ("casework/audit/services.py", "token_hex"): "salt: stands beside what it salts",
    ("casework/cases/references.py", "choice"): "name: grants nothing",
    (
        "casework/cases/services/own_case/tracking_code.py",
        "choice",
    ): "code: tries limited, one case, ends when a new one is made, stored as an HMAC (tests/answers)",
    ("casework/files/store.py", "token_hex"): "name: of a file on the disk, never told",
    (
        "casework/cases/services/authority/authority.py",
        "token_urlsafe",
    ): "token: the link that asks for a permission",
    ("casework/outbox/composing.py", "token_hex"): "name: of a mail",
    ("portal/raise_case/wizard/groups.py", "token_hex"): "name: of an entry in somebody's own answers",
    (
        "accounts/sessions/half_typed.py",
        "token_hex",
    ): "name: of a visit, in its session alone; half-typed text is found by its HMAC",
    ("config/middleware.py", "token_hex"): "name: of a request in the programs' log",
}


def draws():
    """Return (file, function) of every call of `secrets` or `get_random_string` in the service."""
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


def test_every_generated_secret_is_reviewed():
    assert set(draws()) == set(DRAWS), "say in DRAWS what the secret opens, and prove its token below"


def bits(token):
    """Return the entropy of a token, drawn evenly from 64 characters."""
    return len(token) * math.log2(64)


@pytest.fixture
def recovery(dev):
    token = recovery_link(user=dev, by=None).rsplit("/", 2)[1]
    return token, RecoveryLink.objects.get(user=dev)


@pytest.fixture
def invited(db):
    token = invite_administrator(email="gil@work.example", name="Gil")
    return token, invitation_of(token)


@pytest.fixture
def answers(db):
    version = Version.objects.create(slug="form", number=1, definition={})
    submission, key = start_submission(version=version, by=None)
    return key, submission


def test_recovery_token_is_long_hashed_and_expires(recovery):
    token, row = recovery
    assert bits(token) >= 128
    assert token not in repr(RecoveryLink.objects.values().get(pk=row.pk))
    assert open_recovery_link(token) == row
    RecoveryLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert open_recovery_link(token) is None


def test_recovery_token_works_once(recovery):
    token, row = recovery
    use_recovery_link(link=row, password="a long enough password")
    assert open_recovery_link(token) is None


def test_invitation_token_is_long_hashed_and_expires(invited):
    token, row = invited
    assert bits(token) >= 128
    with scoped(ALL):
        assert token not in repr(Invitation.objects.values().get(pk=row.pk))
        Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert invitation_of(token) is None


def test_invitation_token_works_once(invited):
    token, row = invited
    accept_as_new(invitation=row, name="Gil", password="a long enough password")
    assert invitation_of(token) is None


def test_submission_key_is_long_hashed_and_expires(answers):
    key, row = answers
    assert bits(key) >= 128
    assert key not in repr(Submission.objects.values().get(pk=row.pk))
    assert find_submission(key=key, slug="form") == row
    Submission.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert find_submission(key=key, slug="form") is None


def test_permission_request_token_is_long_hashed_and_expires(assembly):
    token = asked(case_for_mother(assembly), assembly.ben)
    with scoped(ALL):
        assert bits(token) >= 128
        assert token not in repr(Authority.objects.values().get())
        assert question(hash_of_link(token))
        assert question(token) is None
        Authority.objects.update(link_until=timezone.now() - timedelta(seconds=1))
        assert question(hash_of_link(token)) is None


def test_token_is_refused_for_another_purpose(recovery, invited, answers):
    (token, _row), (other, _invitation), (key, _submission) = recovery, invited, answers
    assert open_recovery_link(key) is open_recovery_link(other) is None
    assert invitation_of(key) is invitation_of(token) is None
    assert find_submission(key=token, slug="form") is find_submission(key=other, slug="form") is None
    assert find_submission(key=hash_of(key), slug="form") is None  # what is stored opens nothing


def test_submission_key_opens_only_its_own_form(answers):
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
    """Return draws that follow their order, at five standard errors."""
    found = {
        "order": correlation(range(len(values)), values),
        "the one before": correlation(values[:-1], values[1:]),
    }
    return [f"{name}: r = {r:.4f}" for name, r in found.items() if abs(r) > limit / math.sqrt(len(values))]


def test_references_and_keys_show_no_order(amount, proof):
    count = amount(20_000, 200_000)
    drawn = {
        "reference": [value_of(new_reference()) for _n in range(count)],
        "uuid": [uuid4().int for _n in range(count)],
        "key": [int.from_bytes(new_key().encode()) for _n in range(count)],
    }
    lines = [f"{kind}: {line}" for kind, values in drawn.items() for line in orderly(values, 5)]
    lines += [f"{kind}: drawn twice" for kind in ("uuid", "key") if len(set(drawn[kind])) < count]
    proof("B-10", "references, UUIDs and keys drawn in a row", tried=3 * count, failures=lines)


def test_sequential_ids_are_detected():
    assert orderly([n + secrets.randbelow(50) for n in range(2000)], 5)


def test_visible_ids_do_not_follow_hidden_inserts(assembly, amount, proof):
    """Threat 8: between two cases of ours the other offices get cases, and our ids do not depend on how many."""
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
