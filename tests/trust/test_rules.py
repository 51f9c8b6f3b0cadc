"""What ASVS wants written down is written down, and the figures on the paper are those of the code."""

import pytest
from allauth.account import app_settings
from django.conf import settings

from accounts import codes
from accounts.services import INVITATION_DAYS, KEPT_FOR

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


def test_every_chapter_of_the_paper_is_there():
    chapters = {line.removeprefix("## ") for line in PAPER.read_text().splitlines() if line.startswith("## ")}
    assert chapters == CHAPTERS
    assert min(len(part.split()) for part in PAPER.read_text().split("\n## ")[1:]) > 50


def figures():
    shortest = settings.AUTH_PASSWORD_VALIDATORS[0]["OPTIONS"]["min_length"]
    limits = settings.ACCOUNT_RATE_LIMITS
    return [
        f"One file has at most {settings.FILES_MAX_SIZE // MEGABYTE} MB",
        f"one request at most {settings.FILES_MAX_NUMBER} files and {settings.FILES_MAX_REQUEST // MEGABYTE} MB",
        f"a code of {codes.DIGITS} digits by email, good for {codes.MINUTES} minutes",
        f"works once within {INVITATION_DAYS} days",
        f"A password has at least {shortest} characters",
        f"{limits['password_from_here'].rpartition(',')[2].partition('/')[0]} in 5 minutes from one network",
        f"{limits['password'].partition('/')[0]} in 5 minutes at one account",
        f"begun {limits['begin_submission'].partition('/')[0]} times an hour",
        f"{limits['keep_file'].partition('/')[0]} files an hour",
        f"Three codes of an app are good at any moment{'' if settings.MFA_TOTP_TOLERANCE == 1 else '!'}",
        f"ends after {settings.SESSION_IDLE_SECONDS // 60} minutes",
        f"after {settings.SESSION_MOST_SECONDS // 3600} hours in any case",
        f"encrypted, for {KEPT_FOR.days * 24} hours",
        f"older than {app_settings.REAUTHENTICATION_TIMEOUT // 60} minutes",
    ]


@pytest.mark.parametrize("number", range(14))
def test_the_paper_says_the_figures_that_hold(number):
    assert len(figures()) == 14
    assert figures()[number] in words()


def test_the_programs_log_to_one_place():
    handlers = settings.LOGGING["handlers"]
    assert {handler["class"] for handler in handlers.values()} == {"logging.StreamHandler"}
    assert settings.LOGGING["root"]["handlers"] == list(handlers)
