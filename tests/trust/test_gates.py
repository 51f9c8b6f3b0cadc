"""Each URL has exactly the gates that its row in `url_permissions.py` requires, and each gate inside a view works.

A removed, swapped or added decorator fails here, whether or not a response of that view would differ.
"""

import ast
from pathlib import Path

import pytest
from django.test import Client
from django.urls import URLResolver, get_resolver

from .acts import ACTS, browser, state
from .mutants import GUARDS, gate_mutants_of
from .mutated import CASE_APP, GATE_FILES, POLICY
from .url_permissions import ROWS

# Who may open it: the gates, from the inside out.
GATES = {
    "anybody": (),
    "at home": (),
    "staff": (),
    "editors": (),
    "closed": (),
    "own answers": (),
    "own paper": (),
    "constituents": ("constituents_only",),
    "own case": ("constituents_only",),
    "opened case": ("case_openers",),
    "not staff": (),
    "office": ("office_staff_only",),
    "workers": ("office_staff_only",),
    "managers": ("office_staff_only",),
    "receivers": ("office_staff_only",),
    "case": ("on_a_case",),
    "managers of the case": ("on_a_case",),
    "work": ("on_a_case working",),
    "administrators": ("administrators_only",),
    "staff account": ("staff_only",),
    "factor": ("staff_only", "with_factor"),
    "own factor": ("staff_only", "with_factor"),
    "adds factors": ("staff_only", "for_adding_factors"),
}
FOR_GUESTS = {
    "office/cases/<reference:reference>/",
    "office/cases/<reference:reference>/files/<uuid:uuid>/",
    "office/cases/<reference:reference>/files/<uuid:uuid>/thumbnail/",
}
# Where the view as a whole asks for a fresh second factor. Others ask within, for what they do: see below.
FRESH = {
    "accounts/password/change/",
    "office/administration/manager/",
    "office/administration/invite/",
    "office/administration/emergency/",
    "office/administration/body/add/<slug:kind>/",
    "office/administration/body/rename/<slug:kind>/<slug:thing>/",
    "office/administration/body/members/<slug:elected>/<slug:what>/",
    "office/administration/body/members/<slug:elected>/<slug:what>/<slug:day>/",
    "office/administration/people/<uuid:person>/end/<slug:role>/",
    "office/administration/people/<uuid:person>/recover/",
    "office/administration/people/<uuid:person>/lock/",
    "office/administration/people/<uuid:person>/unlock/",
}
# Acts that change nobody's access.
CHANGES_NO_ACCESS = {"change the details of an office"}
# Acts that only take access away or turn it down: they must not wait for a code.
NEVER_WAITS = {
    "decline emergency access",
    "end emergency access",
    "acknowledge the report",
    "take an editor's invitation back",
}


def views(resolver=None, route=""):
    """Return {route: view} of every URL pattern, the first of each route, which is the one that answers."""
    found = {}
    for pattern in (resolver or get_resolver()).url_patterns:
        deeper = route + str(pattern.pattern).removeprefix("^")
        inner = views(pattern, deeper) if isinstance(pattern, URLResolver) else {deeper: pattern.callback}
        found = inner | found
    return found


def expected(route, row):
    gates = ("on_a_case for guests",) if route in FOR_GUESTS else GATES[row.who]
    return (*(("recently_authenticated",) if route in FRESH else ()), *gates)


def wrong_gates(found):
    return [
        f"{route}: {getattr(found[route], 'gates', ())}, and {expected(route, row)} by its row"
        for route, row in ROWS.items()
        if route in found and sorted(getattr(found[route], "gates", ())) != sorted(expected(route, row))
    ]


def test_each_url_has_the_gates_of_its_row(proof):
    found = views()
    proof("B-05", "URLs and the gates before them", tried=len(ROWS), failures=wrong_gates(found))


@pytest.mark.parametrize("route", ["my-cases/", "office/cases/<reference:reference>/note/", "accounts/2fa/"])
def test_view_without_its_gate_is_detected(route):
    found = views()
    bare = found[route]
    while hasattr(bare, "__wrapped__"):
        bare = bare.__wrapped__
    [line] = wrong_gates(found | {route: lambda request: bare(request)})
    assert line.startswith(f"{route}: ()")


def make_stale(client):
    session = client.session
    records = session["account_authentication_methods"]
    session["account_authentication_methods"] = [each | {"at": 0} for each in records]
    session.save()


def test_account_actions_require_a_fresh_second_factor(cast, proof):
    failures = []
    tried = [act for act in ACTS if act.may and act.name not in NEVER_WAITS | CHANGES_NO_ACCESS]
    for act in tried:
        name = sorted(act.may)[0]
        client = browser(name, cast.people[name])
        make_stale(client)
        before = state()
        answer = client.post(act.path(cast), act.sends(cast))
        if "reauthenticate" not in answer.headers.get("Location", "") or state() != before:
            failures.append(f"{act.name}: {answer.status_code} without a fresh second factor")
    proof("B-08", "acts on accounts with an old second factor", tried=len(tried), failures=failures)


def test_removing_access_requires_no_fresh_second_factor(cast):
    for act in ACTS:
        if act.name in NEVER_WAITS:
            name = sorted(act.may)[0]
            client = browser(name, cast.people[name])
            make_stale(client)
            assert "reauthenticate" not in client.post(act.path(cast), act.sends(cast)).headers.get(
                "Location", ""
            )


def files_with_gates():
    """Return every file of ours with a gate around a function."""
    for folder in ("accounts", "backoffice", "portal", "cms"):
        for path in sorted(Path(folder).rglob("*.py")):
            if "migrations" not in path.parts and gate_mutants_of(path):
                yield str(path)


def test_every_gate_has_a_mutant():
    """A new file with a gate is tried without changes here; a new gate needs its name among GUARDS."""
    assert set(files_with_gates()) <= set(POLICY) | set(CASE_APP) | set(GATE_FILES)


def test_every_gate_is_listed_in_guards():
    made = set()
    for path in (
        Path("accounts/decorators.py"),
        Path("backoffice/access.py"),
        Path("portal/my_cases/access.py"),
    ):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "gate":
                made.add(node)
    named = {ast.unparse(node.args[0]).strip("'").split()[0].removeprefix("f'") for node in made}
    assert len(named) == 9
    assert {name.strip("'\"") for name in named} <= GUARDS | {"on_a_case"}


def test_anonymous_visitor_is_stopped_at_every_gated_page(db):
    """The gates are not only named: each of these pages redirects an anonymous visitor to sign in."""
    client = Client()
    for route, row in ROWS.items():
        if "<" not in route and GATES.get(row.who) and row.who != "anybody":
            assert client.get(f"/{route}").status_code in {302, 404, 405}, route
