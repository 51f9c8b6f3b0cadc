"""Patterns that must not occur in our source: one check over every line stands for a class of faults."""

import ast
import re
from functools import cache

import pytest
from django.conf import settings

PACKAGES = ("accounts", "backoffice", "body", "casework", "cms", "config", "ops", "portal", "ui")
SQL = (
    "casework/wall/row_security.py",
    "casework/wall/scope.py",
    "casework/places/loading.py",
    "casework/audit/",
    "casework/search/postgresql.py",  # calls a function of its own by a name in the code, each value a parameter
    "casework/search/sqlite.py",  # statements and conditions are texts in the code, each value a parameter
    "config/",
    "ops/",
)
MAKE_STATEMENTS = {"execute", "executemany", "raw", "extra", "RawSQL"}
CODE = {"eval", "exec", "compile", "__import__", "system", "popen"}
OTHER_LANGUAGES = {
    "ldap",
    "ldap3",
    "lxml",
    "elementpath",
    "markdown",
    "bbcode",
    "docutils",
    "jinja2",
    "latex",
}
OTHER_SERVERS = {
    "requests",
    "httpx",
    "urllib3",
    "aiohttp",
    "http.client",
    "urllib.request",
    "ftplib",
    "telnetlib",
}
PICKLES = {"pickle", "marshal", "shelve", "dill", "yaml"}
CRYPTOGRAPHY = {"accounts/vault.py", "accounts/factors/forms.py"}  # the second names an error of it
DRAWS_AN_ORDER = {"casework/offices/seats.py", "portal/raise_case/members.py"}
# Made of Python's own table of characters, by a function without arguments: the file, and the pattern.
OF_UNICODE = {("casework/search/tokens.py", "f'{letter}+(?:[{APOSTROPHES}]{letter}+)*'")}
# Rows that are deleted next.
LOCKS_WHOLE_ROWS = {"casework/questionnaires/services.py"}
DRILLS = ("demo/",)


@cache
def source():
    """Return [(path, tree)] of every production file of ours, without migrations."""
    files = [path for package in PACKAGES for path in sorted((settings.BASE_DIR / package).rglob("*.py"))]
    named = [
        (str(path.relative_to(settings.BASE_DIR)), path) for path in files if "migrations" not in path.parts
    ]
    return [(name, ast.parse(path.read_text())) for name, path in named if not name.startswith(DRILLS)]


def calls(names, trees=None):
    """Return [(place, call)] of every call to a function or method of one of these names."""
    for path, tree in source() if trees is None else trees:
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Call)
                and getattr(node.func, "attr", getattr(node.func, "id", "")) in names
            ):
                yield f"{path}:{node.lineno}", node


def imports(modules, trees=None):
    """Return {path} of the files that import one of these modules or a part of one."""
    found = set()
    for path, tree in source() if trees is None else trees:
        for node in ast.walk(tree):
            names = [each.name for each in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else []
            if any(name == each or name.startswith(f"{each}.") for name in names for each in modules):
                found.add(path)
    return found


def is_fixed(node):
    return isinstance(node, ast.Constant) or (isinstance(node, ast.Name) and node.id.isupper())


def test_raw_sql_appears_only_in_reviewed_places():
    unknown = {place for place, call in calls(MAKE_STATEMENTS) if call.args and not is_fixed(call.args[0])}
    unknown = {place for place in unknown if not place.startswith(SQL)}
    assert not unknown, (
        f"SQL put together at {sorted(unknown)}: pass values apart, or explain it and add it to SQL."
    )


def test_no_code_runs_text_as_code_or_command():
    direct = [place for place, call in calls(CODE) if isinstance(call.func, ast.Name) or _of_os(call)]
    shells = [place for place, call in calls({"run", "Popen", "call"}) if _by_a_shell(call)]
    assert direct + shells == []


def _of_os(call):
    return isinstance(call.func.value, ast.Name) and call.func.value.id == "os"


def _by_a_shell(call):
    return any(each.arg == "shell" for each in call.keywords)


def test_no_interpreter_of_other_languages_is_used():
    """Except Jinja2, which renders templates from files of ours and never a text."""
    assert imports(OTHER_LANGUAGES - {"jinja2"}) == set()
    assert imports({"jinja2"}) == {"config/settings/base.py"}
    assert list(calls({"from_string"})) == []


def test_no_code_connects_to_other_servers():
    """Except the code that sends text messages, if an installation names a server in SMS_URL.

    The doctor asks for a page of this installation itself, at BASE_URL, to see whether a proxy is in front.
    """
    assert imports(OTHER_SERVERS) == {"casework/outbox/texts.py", "ops/doctor.py"}
    assert [ast.unparse(call.args[0]) for place, call in calls({"urlopen"}) if place.startswith("ops/")] == [
        "f'{settings.BASE_URL}/health/live'"
    ]
    assert "wagtail.embeds" not in settings.INSTALLED_APPS


def test_no_code_unpickles_data():
    assert imports(PICKLES) == set()
    assert settings.SESSION_SERIALIZER == "django.contrib.sessions.serializers.JSONSerializer"


def test_no_regular_expression_is_built_from_user_input():
    made = calls({"compile", "match", "search", "fullmatch", "findall", "finditer", "sub", "split"})
    patterns = [
        (place, call.args[0])
        for place, call in made
        if isinstance(call.func, ast.Attribute) and getattr(call.func.value, "id", "") == "re" and call.args
    ]
    built = [each for each in patterns if not (is_fixed(each[1]) or _of_constants(each[1]))]
    assert {(place.partition(":")[0], ast.unparse(pattern)) for place, pattern in built} == OF_UNICODE


def _of_constants(pattern):
    """Return whether a pattern is built from constants of the same file."""
    names = [each for each in ast.walk(pattern) if isinstance(each, ast.Name)]
    return isinstance(pattern, ast.JoinedStr | ast.BinOp) and all(name.id.isupper() for name in names)


def test_no_template_is_built_from_text():
    assert [place for place, _call in calls({"from_string", "Template"})] == []


def test_no_user_text_is_a_format_string():
    formats = [(place, call.func.value) for place, call in calls({"format", "format_map"})]
    unknown = {place for place, text in formats if not (is_fixed(text) or _is_a_statement_or_a_log(text))}
    assert {
        place for place in unknown if not place.startswith(("ops/roles.py", "casework/wall/row_security.py"))
    } == set()


def _is_a_statement_or_a_log(text):
    """Return whether it is built by psycopg from a constant, or a formatter's method."""
    return isinstance(text, ast.Call) and getattr(text.func, "attr", getattr(text.func, "id", "")) in {
        "SQL",
        "super",
    }


def test_security_relevant_randomness_uses_secrets():
    assert imports({"random"}) <= DRAWS_AN_ORDER


def test_cryptography_appears_only_in_reviewed_places():
    assert imports({"cryptography", "Crypto", "nacl", "OpenSSL"}) == CRYPTOGRAPHY


def test_no_broken_hash_is_used():
    assert [place for place, _call in calls({"md5", "sha1"})] == []
    by_default = [
        place
        for place, call in calls({"salted_hmac"})
        if "algorithm" not in {each.arg for each in call.keywords}
    ]
    assert by_default == []


MARKUP_THAT_ACTS = r"""<script(?![^>]*(\ssrc=|\stype="application/json"))|\son[a-z]+=|javascript:"""
MARKUP_THAT_ACTS += r"|<style|\sstyle=|<object|<embed|<applet"


def test_locked_row_does_not_stop_rows_that_point_to_it():
    """PostgreSQL checks foreign keys at the commit, which waits for a row that is locked with its key: a deadlock."""
    whole = [
        place
        for place, call in calls({"select_for_update"})
        if "no_key" not in {each.arg for each in call.keywords}
    ]
    assert {place.partition(":")[0] for place in whole} == LOCKS_WHOLE_ROWS


def test_no_template_contains_inline_script_or_style():
    found = re.compile(MARKUP_THAT_ACTS, re.I)
    folder = settings.BASE_DIR / "templates"
    pages = [path for path in folder.rglob("*.html") if path.parent.name != "mail"] + rows_in_jinja()
    assert [str(path) for path in pages if found.search(_without_comments(path.read_text()))] == []


def rows_in_jinja():
    return sorted((settings.BASE_DIR / "templates").rglob("*.jinja"))


def test_jinja_template_escapes_everything_and_says_nothing_itself():
    """What it says is handed to it, translated; and nothing in it turns escaping off."""
    assert rows_in_jinja()
    for path in rows_in_jinja():
        text = _without_comments(path.read_text())
        assert not re.search(r"\|\s*safe\b|autoescape|Markup", text), path
        assert not re.search(r"[A-Za-z]", re.sub(r"{%.*?%}|{{.*?}}|<[^>]*>", "", text, flags=re.S)), path


def _without_comments(text):
    return re.sub(r"{#.*?#}", "", text, flags=re.S)


UNSAFE_CALLS = (
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|document\.cookie"
)
UNSAFE_CALLS += (
    r"|localStorage|sessionStorage|indexedDB|postMessage|['\"](message|paste)['\"]|__proto__|Object\.assign"
)


def test_scripts_use_no_unsafe_dom_api():
    scripts = sorted((settings.BASE_DIR / "static/js").rglob("*.js"))
    assert scripts
    assert [path.name for path in scripts if re.search(UNSAFE_CALLS, path.read_text())] == []


@pytest.mark.parametrize(
    ("text", "names"), [("import os\nos.system(x)", {"system"}), ("cursor.execute(f'{x}')", MAKE_STATEMENTS)]
)
def test_unsafe_call_is_detected(text, names):
    ((_place, call),) = calls(names, [("x.py", ast.parse(text))])
    assert not is_fixed(call.args[0])


@pytest.mark.parametrize("text", ["import pickle", "from pickle import loads", "import yaml.reader"])
def test_unsafe_import_is_detected(text):
    assert imports(PICKLES, [("x.py", ast.parse(text))]) == {"x.py"}
