"""The files with access checks that are mutated, and the tests that must fail."""

from pathlib import Path

from .mutants import gate_mutants_of, mutants_of

# Files are asked before folders, and what noticed other mutants of the file before both: the first failure ends it.
SIGN_IN = ["tests/accounts/test_gate.py", "tests/accounts"]
MATRIX = "tests/trust/test_matrix.py"  # its cheap form
OFFICE = ["tests/backoffice", "tests/wall", MATRIX]
PERSON = ["tests/my_cases", "tests/wall", MATRIX]
SAFETY = ["tests/safety", *OFFICE, *PERSON]
PERMISSION = ["tests/backoffice/test_permission_pages.py", "tests/permission", "tests/cases", *OFFICE]
TEAM = [
    "tests/backoffice/test_team.py",
    "tests/backoffice/invitations",
    "tests/backoffice/test_roles.py",
]
GRANTS = [*TEAM, "tests/backoffice/test_administration.py", "tests/backoffice/test_locks.py", *OFFICE]
EMERGENCY = ["tests/backoffice/emergency_access", "tests/trust/test_emergency_access.py", *OFFICE]
WALL = [
    "tests/wall/test_two_nets.py",
    "tests/wall/test_what_constituents_see.py",
    "tests/wall/test_what_guests_see.py",
    "tests/wall/test_scope_of_guests.py",
    "tests/wall/test_scope_of_constituents.py",
    "tests/my_cases",
    "tests/wall",
    "tests/trust/test_sharing.py",
    "tests/safety",
    "tests/permission",
    "tests/backoffice",
]
# Every condition in these files is policy; each must be missed at once.
POLICY = {
    "casework/offices/visibility.py": WALL,
    "casework/cases/scope.py": WALL,
    "casework/cases/permissions.py": ["tests/cases/test_permissions.py", *OFFICE, *PERSON],
    "backoffice/access.py": OFFICE,
    "accounts/decorators.py": SIGN_IN,
    "accounts/factors/second_factor.py": SIGN_IN,
}
# In these only guards, refusals and what narrows a read are checks.
CASE_APP = {
    "backoffice/cases/case/views.py": OFFICE,
    "backoffice/cases/queue/views.py": OFFICE,
    "backoffice/cases/case/actions.py": OFFICE,
    "backoffice/cases/reply/views.py": OFFICE,
    "backoffice/cases/case/forms.py": OFFICE,
    "backoffice/cases/authority/views.py": PERMISSION,
    "backoffice/cases/case/account_link.py": ["tests/my_cases/test_account_link.py", *OFFICE],
    "backoffice/cases/safety/risk.py": SAFETY,
    "backoffice/cases/safety/safe_contact.py": SAFETY,
    "backoffice/cases/queue/lists.py": OFFICE,
    "backoffice/cases/case/timeline.py": OFFICE,
    "backoffice/cases/sharing/shared.py": OFFICE,
    "backoffice/cases/sharing/offers.py": OFFICE,
    "backoffice/cases/sharing/share.py": OFFICE,
    "backoffice/cases/sharing/transfer.py": OFFICE,
    "backoffice/emergency/views.py": EMERGENCY,
    "backoffice/log/views.py": OFFICE,
    "backoffice/team/views.py": OFFICE,
    "casework/audit/reading.py": OFFICE,
    "casework/cases/services/alerts/stop.py": ["tests/my_cases/test_alerts.py", *PERSON],
    "casework/cases/services/queue/handover.py": GRANTS,
    "casework/offices/access/grants.py": GRANTS,
    "casework/offices/access/invitations.py": GRANTS,
    "casework/offices/access/locks.py": GRANTS,
    "casework/offices/access/obstacles.py": GRANTS,
    "casework/offices/access/promotions.py": GRANTS,
    "casework/offices/duty/acceptance.py": ["tests/safety/test_duty.py", *SAFETY],
    "casework/cases/services/authority/answer.py": PERMISSION,
    "casework/cases/services/authority/authority.py": PERMISSION,
    "casework/cases/services/own_case/account_link.py": ["tests/my_cases/test_account_link.py", *PERSON],
    "casework/cases/services/safety/risk.py": SAFETY,
    "casework/cases/services/safety/safe_contact.py": SAFETY,
    "casework/cases/services/own_case/tracking_code.py": ["tests/answers", *PERSON],
    "casework/cases/services/sharing/offer.py": ["tests/cases", *OFFICE],
    "casework/cases/services/sharing/share.py": ["tests/cases", *OFFICE],
    "casework/cases/services/sharing/transfer.py": ["tests/cases", *OFFICE],
    "casework/offices/access/emergency_access.py": EMERGENCY,
    "casework/offices/access/emergency_report.py": EMERGENCY,
    "casework/offices/membership.py": [*OFFICE, *PERSON],
    "casework/offices/access/models.py": EMERGENCY,
    "portal/my_cases/account_link.py": ["tests/my_cases/test_account_link.py", *PERSON],
    "portal/my_cases/timeline.py": PERSON,
    "portal/my_cases/views.py": PERSON,
    "portal/permission/views.py": PERMISSION,
    "uploads/stored.py": ["tests/files", *OFFICE, *PERSON],
    "casework/cases/services/case.py": ["tests/cases", *OFFICE, *PERSON],
    "casework/cases/services/messages/message.py": ["tests/cases", *OFFICE, *PERSON],
    "casework/cases/services/turn.py": ["tests/cases", *OFFICE, *PERSON],
}
# In these only the gates are tried: every other file in which one stands (`test_gates.py` finds a missing file).
GATE_TEST = "tests/trust/test_gates.py"
GATE_FILES = {
    "accounts/urls.py": [GATE_TEST, *SIGN_IN],
    "backoffice/cases/safety/risks.py": [GATE_TEST, *SAFETY],
    "backoffice/cases/case/contact_task.py": [GATE_TEST, *OFFICE],
    "backoffice/cases/facts/views.py": [GATE_TEST, *OFFICE],
    "backoffice/cases/queue/several.py": [GATE_TEST, *OFFICE],
    "backoffice/cases/queue/saved.py": [GATE_TEST, "tests/backoffice/test_saved_views.py", *OFFICE],
    "backoffice/contacts/views.py": [GATE_TEST, *OFFICE],
    "backoffice/search/views.py": [GATE_TEST, *OFFICE],
    "backoffice/cases/queue/live.py": [GATE_TEST, "tests/backoffice/test_live.py", *OFFICE],
    "backoffice/cases/case/live.py": [GATE_TEST, "tests/backoffice/test_live.py", *OFFICE],
    "backoffice/cases/authority/held.py": [GATE_TEST, "tests/permission/test_held.py", *OFFICE],
    "backoffice/team/keys.py": [GATE_TEST, "tests/backoffice/test_keys.py", *OFFICE],
    "portal/my_cases/permissions.py": [GATE_TEST, "tests/permission/test_held.py"],
    "backoffice/cases/queue/planned.py": [GATE_TEST, "tests/backoffice/test_undo_of_acts.py", *OFFICE],
    "backoffice/cases/reply/drafts.py": [GATE_TEST, "tests/backoffice/test_drafts.py", *OFFICE],
    "backoffice/cases/reply/sign_off.py": [GATE_TEST, "tests/backoffice/sign_off", *OFFICE],
    "backoffice/cases/queue/columns.py": [GATE_TEST, "tests/backoffice/queue/test_columns.py", *OFFICE],
    "backoffice/cases/case/tags.py": [GATE_TEST, "tests/backoffice/test_tags.py", *OFFICE],
    "backoffice/team/tags.py": [GATE_TEST, "tests/backoffice/test_tags.py", *OFFICE],
    "backoffice/team/sign_off.py": [GATE_TEST, "tests/backoffice/sign_off", *OFFICE],
    "backoffice/practice/views.py": [GATE_TEST, "tests/practice", *OFFICE],
    "backoffice/administration/practice.py": [GATE_TEST, "tests/practice", *OFFICE],
    "backoffice/my_day/views.py": [GATE_TEST, "tests/backoffice/test_my_day.py", *OFFICE],
    "backoffice/wordings/views.py": [GATE_TEST, "tests/backoffice/test_wordings.py", *OFFICE],
    "backoffice/go_to.py": [GATE_TEST, "tests/backoffice/test_go_to.py", *OFFICE],
    "backoffice/guides/views.py": [GATE_TEST, "tests/backoffice/test_guides.py", *OFFICE],
    "backoffice/guides/checklist.py": [GATE_TEST, "tests/backoffice/test_guides.py", *OFFICE],
    "backoffice/team/access_review.py": [GATE_TEST, *OFFICE],
    "backoffice/administration/views.py": [GATE_TEST, *OFFICE],
    "backoffice/administration/log.py": [GATE_TEST, *OFFICE],
    "backoffice/administration/languages.py": [GATE_TEST, *OFFICE],
    "backoffice/administration/body.py": [GATE_TEST, *OFFICE],
    "backoffice/administration/details.py": [GATE_TEST, *OFFICE],
    "backoffice/duty/views.py": [GATE_TEST, "tests/safety", *OFFICE],
    "backoffice/reports/feedback.py": [GATE_TEST, *OFFICE],
    "backoffice/team/invitations.py": [GATE_TEST, *OFFICE],
    "backoffice/team/locks.py": [GATE_TEST, *OFFICE],
    "backoffice/log/export.py": [GATE_TEST, *OFFICE],
    "cms/site/useful.py": ["tests/cms"],
    "cms/translations/pages.py": ["tests/cms/translations"],
    "portal/my_cases/alerts.py": [GATE_TEST, *PERSON],
    "portal/my_cases/safe_word.py": [GATE_TEST, *PERSON],
    "portal/my_cases/withdrawal.py": [GATE_TEST, *PERSON],
    "portal/raise_case/confirm.py": [GATE_TEST, "tests/answers"],
    "backoffice/team/deadlines.py": [GATE_TEST, "tests/backoffice/test_deadlines.py", *OFFICE],
    "backoffice/team/news.py": [GATE_TEST, "tests/news"],
    "portal/my_cases/feedback.py": [GATE_TEST, *PERSON],
    "portal/my_cases/printing.py": [GATE_TEST, *PERSON],
}
# Mutants that behave as the code does, so that no test could tell: file, change, code; and why.
HOME = (
    "the case that is shown was found in an office of this person, and what belongs to it is of that office"
)
SAME_BEHAVIOUR: dict[tuple[str, str, str], str] = {
    (
        "backoffice/cases/case/timeline.py",
        "without .in_offices_of()",
        f"{model}.objects.in_offices_of(user)",
    ): HOME
    for model in ("Message", "Note", "Activity", "CaseFile")
} | {
    (
        "backoffice/access.py",
        "without .visible_to()",
        "EmergencyAccess.objects.visible_to(request.user)",
    ): "it is asked of the offices where this person works, one by one"
}


def policy_mutants():
    return [mutant for name in POLICY for mutant in mutants_of(Path(name), every=True) if not is_same(mutant)]


def case_mutants():
    return [
        mutant for name in CASE_APP for mutant in mutants_of(Path(name), every=False) if not is_same(mutant)
    ]


def gate_mutants():
    """Return the gate mutants of every file that has gates."""
    names = [*POLICY, *CASE_APP, *GATE_FILES]
    return [mutant for name in names for mutant in gate_mutants_of(Path(name)) if not is_same(mutant)]


def is_same(mutant):
    return (str(mutant.path), mutant.change, mutant.was) in SAME_BEHAVIOUR
