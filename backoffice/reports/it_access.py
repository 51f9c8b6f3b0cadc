"""What IT can and cannot see, one statement at a time, each with the tests that prove it.

A statement about people or machines outside the service, which no test can prove, is marked as such. Tests are named
from the folder `tests/`; `tests/trust/test_it_access.py` checks that each exists and runs.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Statement:
    words: Any
    shown_by: tuple[str, ...] = ()
    outside_the_service: bool = False


@dataclass(frozen=True)
class Part:
    heading: Any
    statements: tuple[Statement, ...]


ADMINISTRATORS = Part(
    _("Administrators of the service"),
    (
        Statement(
            _("They let in the first manager of an office, and editors of the public site."),
            (
                "backoffice/test_administration.py::test_administrator_invites_the_first_manager",
                "backoffice/test_administration.py::test_accepting_editor_can_publish_at_once",
            ),
        ),
        Statement(
            _("They see which offices there are, and whether each has a manager."),
            ("backoffice/test_administration.py::test_administrator_invites_the_first_manager",),
        ),
        Statement(
            _(
                "In their daily work they see no case, no message and no file: for them it is a page that is not there."
            ),
            (
                "trust/test_matrix.py::test_no_actor_reads_or_changes_foreign_data",
                "backoffice/test_administration.py::test_administrator_sees_no_case",
            ),
        ),
        Statement(
            _(
                "They cannot make themselves manager of an office, and send no manager into an office that has one."
            ),
            (
                "backoffice/test_administration.py::test_administrator_cannot_become_a_manager_by_own_invitation",
                "backoffice/test_administration.py::test_administrator_cannot_add_a_manager_to_an_office_that_has_one",
            ),
        ),
        Statement(
            _("There is no account that may do everything. The database refuses one."),
            ("backoffice/test_it_access.py::test_database_refuses_a_superuser",),
        ),
        Statement(
            _("Editors of the public site find no case either."),
            ("cms/test_pages.py::test_editor_gets_404_for_cases",),
        ),
    ),
)

EMERGENCY = Part(
    _("When an administrator has to look at cases"),
    (
        Statement(
            _(
                "They ask for one office, with a reason and an end after 24 hours at most. Asking opens nothing."
            ),
            (
                "backoffice/emergency_access/test_asking.py::test_request_grants_nothing_and_mails_every_manager",
                "backoffice/emergency_access/test_asking.py::test_request_with_short_reason_or_invalid_duration_is_refused",
            ),
        ),
        Statement(
            _("A manager of that office has to approve. No one approves their own."),
            (
                "backoffice/emergency_access/test_reading.py::test_approved_access_reads_cases_but_cannot_change_them",
                "backoffice/emergency_access/test_answering.py::test_only_managers_of_the_office_can_answer",
                "backoffice/emergency_access/test_answering.py::test_database_refuses_approval_by_the_requester",
            ),
        ),
        Statement(
            _(
                "If a life is at risk it opens at once. The office hears it, and a manager reads what was seen."
            ),
            (
                "backoffice/emergency_access/test_life_at_risk.py::test_life_at_risk_grants_access_at_once_and_tells_the_office",
                "backoffice/emergency_access/test_report.py::test_banner_stays_until_a_manager_confirms_reading_the_report",
            ),
        ),
        Statement(
            _("They read the cases of that office only, and change nothing."),
            (
                "backoffice/emergency_access/test_reading.py::test_other_offices_cases_are_404",
                "backoffice/emergency_access/test_reading.py::test_cases_shared_with_the_office_are_not_included",
                "backoffice/emergency_access/test_reading.py::test_approved_access_reads_cases_but_cannot_change_them",
            ),
        ),
        Statement(
            _("It ends by itself, or when a manager or the administrator ends it."),
            (
                "backoffice/emergency_access/test_reading.py::test_access_expires_to_the_second",
                "backoffice/emergency_access/test_reading.py::test_manager_or_administrator_ends_access_at_once",
            ),
        ),
        Statement(
            _("Each page they open is listed for the managers. What cannot be written down is not shown."),
            (
                "backoffice/emergency_access/test_report.py::test_every_page_seen_is_recorded_and_listed_for_managers",
                "backoffice/emergency_access/test_report.py::test_page_that_cannot_be_recorded_is_not_shown",
            ),
        ),
    ),
)

MACHINES = Part(
    _("People who run the machines"),
    (
        Statement(
            _(
                "Anyone who may read the database or the disk can read cases: their text and files are not encrypted."
            ),
            ("backoffice/test_it_access.py::test_case_text_is_stored_in_plain_text",),
        ),
        Statement(
            _("Anyone who has full rights on a machine can do anything on it. No software can stop them."),
            outside_the_service=True,
        ),
        Statement(
            _("Copies of the database and the files hold the same. The host must encrypt and guard them."),
            outside_the_service=True,
        ),
        Statement(
            _("Secrets of second factors, and text kept over a sign-out, are encrypted in the database."),
            (
                "accounts/test_staff_sign_in.py::test_totp_secret_is_encrypted_in_the_database",
                "accounts/test_session_limits.py::test_unsent_text_is_encrypted_in_the_database",
                "accounts/test_vault.py::test_unsealing_without_the_key_raises_key_missing",
            ),
        ),
        Statement(
            _(
                "Passwords, invitation links and keys of unsent answers are stored as hashes. No one reads them back."
            ),
            (
                "backoffice/test_it_access.py::test_password_is_stored_as_a_slow_hash",
                "accounts/test_recovery_links.py::test_token_leaves_the_url_and_only_its_hash_is_stored",
                "questionnaires/test_services.py::test_submission_key_is_stored_only_as_a_hash",
            ),
        ),
        Statement(
            _(
                "On PostgreSQL the service itself owns nothing, and the database shows it one office at a time."
            ),
            (
                "wall/test_two_nets.py::test_app_role_has_no_privileges",
                "wall/test_two_nets.py::test_row_level_security_alone_shows_each_their_own_office",
            ),
        ),
        Statement(
            _("Files that people send lie in folders that other users of the machine cannot open."),
            ("files/test_store.py::test_store_is_private_to_the_service_user",),
        ),
        Statement(
            _("What the programs write about a fault names the place in the code, not the words of a case."),
            (
                "outbox/test_worker.py::test_failing_job_does_not_stop_other_jobs_and_its_message_is_not_logged",
                "config/test_logs.py::test_logged_error_names_the_place_without_case_data",
            ),
        ),
    ),
)

MAIL = Part(
    _("Mail"),
    (
        Statement(
            _(
                "Those who run mail servers can read mail. So alerts and receipts contain no details of a case."
            ),
            (
                "cases/test_what_happens_to_a_case.py::test_reply_alerts_a_verified_address_without_case_data",
                "raise_case/test_journey.py::test_one_acknowledgement_without_answers_is_mailed",
            ),
        ),
        Statement(
            _("The text of a mail with a code or a link is deleted here as soon as it is sent."),
            ("outbox/test_mail_server.py::test_secret_text_is_deleted_once_sent",),
        ),
        Statement(
            _("Where a case is marked as safe contact, no alert goes out at all."),
            (
                "cases/test_what_happens_to_a_case.py"
                "::test_safe_contact_case_sends_no_alert_to_a_verified_address",
            ),
        ),
    ),
)

LOG = Part(
    _("The log of who did what"),
    (
        Statement(
            _("Each look at a case, each search, each download and each refusal is written down."),
            (
                "backoffice/test_case_page.py::test_each_view_of_a_case_writes_one_entry",
                "backoffice/queue/test_logged.py::test_search_over_two_offices_is_logged_in_both",
                "backoffice/test_case_page.py::test_file_is_sent_as_a_download_and_logged",
                "config/test_audit_origin.py::test_refusal_entry_names_route_and_session",
            ),
        ),
        Statement(
            _(
                "It says who, what and when, by number and reference. It holds no words of a case or a search."
            ),
            (
                "cases/test_what_happens_to_a_case.py::test_every_act_is_logged_without_case_data",
                "backoffice/queue/test_logged.py::test_search_is_logged_without_its_words",
            ),
        ),
        Statement(
            _("On PostgreSQL the service can add to the log. It cannot change an entry or take one away."),
            ("backoffice/test_it_access.py::test_service_cannot_change_or_delete_log_entries",),
        ),
        Statement(
            _("Entries are sealed into a chain. A changed, added or missing one in the database is found."),
            (
                "trust/test_audit_chain.py::test_every_tampering_is_detected_and_located",
                "trust/test_audit_sealing.py::test_fifty_concurrent_writers_raise_no_alarm_and_are_sealed_in_time",
            ),
        ),
        Statement(
            _(
                "Managers read the log of their office, and who has looked at a case. Their reading is in it too."
            ),
            (
                "backoffice/log/test_page.py::test_log_shows_managers_who_did_what",
                "backoffice/log/test_readers.py::test_readers_page_lists_who_read_the_case",
                "backoffice/log/test_page.py::test_reading_the_log_writes_an_entry",
            ),
        ),
        Statement(
            _("Colleagues, administrators, editors and other offices do not read it on any page."),
            (
                "backoffice/log/test_page.py::test_log_is_refused_to_staff_who_do_not_manage",
                "backoffice/log/test_page.py::test_log_is_404_without_an_office",
                "backoffice/log/test_page.py::test_log_excludes_other_offices",
            ),
        ),
    ),
)

OTHERS = Part(
    _("Other companies"),
    (
        Statement(
            _("No page asks another company for anything: no letters, no pictures, no counting of visitors."),
            ("ui/test_frame.py::test_page_loads_nothing_from_other_hosts",),
        ),
        Statement(
            _(
                "There are three cookies: for signing in, guarding forms, and knowing a browser. None follows anyone."
            ),
            ("backoffice/test_it_access.py::test_every_cookie_is_in_the_inventory",),
        ),
    ),
)

PARTS = (ADMINISTRATORS, EMERGENCY, MACHINES, MAIL, LOG, OTHERS)
