"""The documents that ASVS requires exist, and their figures are those of the code."""

import pytest
from allauth.account import app_settings
from django.conf import settings

from accounts.services import KEPT_FOR, LINKS_A_DAY_BY_ONE, LINKS_A_DAY_FOR_ONE
from accounts.sign_in.codes import SIGN_IN
from casework.offices.access.models import INVITATION_DAYS

PAPER = settings.BASE_DIR / "docs/trust/rules.md"
CHAPTERS = {
    "What people may send",
    "Signing in",
    "Sessions",
    "Who may see what",
    "Keys and hashes",
    "Connections",
    "Parts from outside",
    "Logs",
}
MEGABYTE = 1024 * 1024


def words():
    return " ".join(PAPER.read_text().split())


def test_rules_document_contains_every_chapter():
    chapters = {line.removeprefix("## ") for line in PAPER.read_text().splitlines() if line.startswith("## ")}
    assert chapters == CHAPTERS
    assert min(len(part.split()) for part in PAPER.read_text().split("\n## ")[1:]) > 50


def figures():
    shortest = settings.AUTH_PASSWORD_VALIDATORS[0]["OPTIONS"]["min_length"]
    limits = settings.ACCOUNT_RATE_LIMITS
    return [
        f"One file has at most {settings.FILES_MAX_SIZE // MEGABYTE} MB",
        f"one request at most {settings.FILES_MAX_NUMBER} files and {settings.FILES_MAX_REQUEST // MEGABYTE} MB",
        f"a code of {SIGN_IN.digits} digits by email, good for {SIGN_IN.minutes} minutes",
        f"works once within {INVITATION_DAYS} days",
        f"A password has at least {shortest} characters",
        f"{limits['password_from_here'].rpartition(',')[2].partition('/')[0]} in 5 minutes from one network",
        f"{limits['password'].partition('/')[0]} in 5 minutes at one account",
        f"begun {limits['begin_submission'].partition('/')[0]} times an hour",
        f"{limits['keep_file'].partition('/')[0]} files an hour",
        f"Three codes of an app are good at any moment{'' if settings.MFA_TOTP_TOLERANCE == 1 else '!'}",
        f"gets at most {LINKS_A_DAY_FOR_ONE} such links a day, and sends at most {LINKS_A_DAY_BY_ONE}",
        f"ends after {settings.SESSION_IDLE_SECONDS // 60} minutes",
        f"after {settings.SESSION_MOST_SECONDS // 3600} hours in any case",
        f"encrypted, for {KEPT_FOR.days * 24} hours",
        f"older than {app_settings.REAUTHENTICATION_TIMEOUT // 60} minutes",
    ]


@pytest.mark.parametrize("number", range(15))
def test_figures_in_rules_document_match_the_code(number):
    assert len(figures()) == 15
    assert figures()[number] in words()


def test_all_processes_log_to_one_place():
    handlers = settings.LOGGING["handlers"]
    assert {handler["class"] for handler in handlers.values()} == {"logging.StreamHandler"}
    assert settings.LOGGING["root"]["handlers"] == list(handlers)
