"""What IT can and cannot see, sentence by sentence, each with the tests that show it.

A sentence that no test of ours can show is marked so: it is about people and machines outside the service. Tests are
named from the folder `tests/`; `tests/trust/test_papers.py` looks for each of them.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Claim:
    words: Any
    shown_by: tuple[str, ...] = ()
    outside_the_service: bool = False


@dataclass(frozen=True)
class Part:
    heading: Any
    claims: tuple[Claim, ...]


ADMINISTRATORS = Part(
    _("Administrators of the service"),
    (
        Claim(
            _("They let in the first manager of an office, and editors of the public site."),
            (
                "backoffice/test_administration.py::test_an_administrator_lets_in_the_first_manager",
                "backoffice/test_administration.py::test_an_administrator_lets_in_an_editor",
            ),
        ),
        Claim(
            _("They see which offices there are, and whether each has a manager."),
            ("backoffice/test_administration.py::test_an_administrator_lets_in_the_first_manager",),
        ),
        Claim(
            _(
                "In their daily work they see no case, no message and no file: for them it is a page that is not there."
            ),
            (
                "wall/test_walk.py::test_editors_and_administrators_never_see_a_case",
                "backoffice/test_administration.py::test_an_administrator_sees_no_case",
            ),
        ),
        Claim(
            _(
                "They cannot make themselves manager of an office, and send no manager into an office that has one."
            ),
            (
                "backoffice/test_administration.py::test_an_administrator_never_makes_themselves_a_manager",
                "backoffice/test_administration.py::test_an_office_with_a_manager_gets_none_from_outside",
            ),
        ),
        Claim(
            _("There is no account that may do everything. The database refuses one."),
            ("backoffice/test_papers.py::test_the_database_refuses_a_superuser",),
        ),
        Claim(
            _("Editors of the public site find no case either."),
            ("cms/test_pages.py::test_an_editor_finds_no_case",),
        ),
    ),
)

EMERGENCY = Part(
    _("When an administrator has to look at cases"),
    (
        Claim(
            _(
                "They ask for one office, with a reason and an end after 24 hours at most. Asking opens nothing."
            ),
            (
                "backoffice/test_break_glass.py::test_an_ask_opens_nothing_and_asks_every_manager",
                "backoffice/test_break_glass.py::test_an_ask_that_says_too_little_or_wants_too_much_is_refused",
            ),
        ),
        Claim(
            _("A manager of that office has to approve. Nobody approves their own."),
            (
                "backoffice/test_break_glass.py::test_a_manager_approves_and_it_can_be_read_but_not_changed",
                "backoffice/test_break_glass.py::test_nobody_but_managers_of_the_office_answers",
                "backoffice/test_break_glass.py::test_the_database_itself_lets_nobody_approve_their_own",
            ),
        ),
        Claim(
            _(
                "If a life is at risk it opens at once. The office hears it, and a manager reads what was seen."
            ),
            (
                "backoffice/test_break_glass.py::test_a_life_at_risk_opens_at_once_and_the_office_hears_it",
                "backoffice/test_break_glass.py::test_a_manager_must_say_that_they_read_what_was_seen",
            ),
        ),
        Claim(
            _("They read the cases of that office only, and change nothing."),
            (
                "backoffice/test_break_glass.py::test_other_offices_stay_shut",
                "backoffice/test_break_glass.py::test_what_others_share_with_the_office_stays_shut",
                "backoffice/test_break_glass.py::test_a_manager_approves_and_it_can_be_read_but_not_changed",
            ),
        ),
        Claim(
            _("It ends by itself, or when a manager or the administrator ends it."),
            (
                "backoffice/test_break_glass.py::test_it_ends_by_itself_to_the_second",
                "backoffice/test_break_glass.py::test_a_manager_or_the_administrator_ends_it_at_once",
            ),
        ),
        Claim(
            _("Each page they open is listed for the managers. What cannot be written down is not shown."),
            (
                "backoffice/test_break_glass.py::test_every_page_is_recorded_and_listed_for_the_managers",
                "backoffice/test_break_glass.py::test_what_cannot_be_written_down_is_not_seen",
            ),
        ),
    ),
)

MACHINES = Part(
    _("People who run the machines"),
    (
        Claim(
            _(
                "Whoever may read the database or the disk can read cases: their text and files are not encrypted."
            ),
            ("backoffice/test_papers.py::test_the_text_of_a_case_stands_in_the_database_as_it_was_written",),
        ),
        Claim(
            _("Whoever has full rights on a machine can do anything on it. No software can stop them."),
            outside_the_service=True,
        ),
        Claim(
            _("Copies of the database and the files hold the same. The host must encrypt and guard them."),
            outside_the_service=True,
        ),
        Claim(
            _("Secrets of second factors, and text kept over a sign-out, are encrypted in the database."),
            (
                "accounts/test_staff_sign_in.py::test_the_secret_is_not_readable_in_the_database",
                "accounts/test_session_limits.py::test_kept_text_is_not_readable_in_the_database",
                "accounts/test_vault.py::test_without_its_key_it_stays_shut",
            ),
        ),
        Claim(
            _(
                "Passwords, invitation links and keys of unsent answers are stored as hashes. Nobody reads them back."
            ),
            (
                "backoffice/test_papers.py::test_a_password_is_stored_as_a_slow_hash",
                "accounts/test_invitations.py::test_the_token_leaves_the_address_and_the_database_has_only_its_hash",
                "questionnaires/test_services.py::test_the_key_of_a_submission_is_not_stored",
            ),
        ),
        Claim(
            _(
                "On PostgreSQL the service itself owns nothing, and the database shows it one office at a time."
            ),
            (
                "wall/test_two_nets.py::test_the_app_role_is_nobody",
                "wall/test_two_nets.py::test_with_the_queryset_cut_postgresql_alone_shows_each_their_own",
            ),
        ),
        Claim(
            _("Files that people send lie in folders that other users of the machine cannot open."),
            ("files/test_store.py::test_only_the_service_may_look_into_the_store",),
        ),
        Claim(
            _("What the programs write about a fault names the place in the code, not the words of a case."),
            (
                "outbox/test_worker.py::test_a_job_that_fails_does_not_stop_the_others_and_its_words_are_not_logged",
                "config/test_logs.py::test_a_fault_names_the_place_and_no_word_of_a_case",
            ),
        ),
    ),
)

MAIL = Part(
    _("Mail"),
    (
        Claim(
            _("Those who run mail servers can read mail. So alerts and receipts say nothing of a case."),
            (
                "cases/test_what_happens_to_a_case.py::test_a_reply_alerts_a_proved_address_and_says_nothing_of_the_case",
                "raise_case/test_journey.py::test_one_acknowledgement_without_a_word_of_the_case_goes_out",
            ),
        ),
        Claim(
            _("The text of a mail with a code or a link is deleted here as soon as it is sent."),
            ("outbox/test_mail_server.py::test_a_secret_is_gone_from_our_side_once_sent",),
        ),
        Claim(
            _("Where a case is marked as safe contact, no alert goes out at all."),
            (
                "cases/test_what_happens_to_a_case.py"
                "::test_a_safe_contact_case_sends_no_alert_even_to_a_proved_address",
            ),
        ),
    ),
)

LOG = Part(
    _("The log of who did what"),
    (
        Claim(
            _("Each look at a case, each search, each download and each refusal is written down."),
            (
                "backoffice/test_case_page.py::test_reading_a_case_is_written_down_once_a_view",
                "backoffice/test_queue.py::test_each_office_that_was_searched_has_it_in_its_log",
                "backoffice/test_case_page.py::test_a_file_is_handed_out_as_a_download_and_that_is_written_down",
                "config/test_trail.py::test_a_refusal_names_the_route_and_the_session",
            ),
        ),
        Claim(
            _(
                "It says who, what and when, by number and reference. It holds no words of a case or a search."
            ),
            (
                "cases/test_what_happens_to_a_case.py::test_every_act_is_in_the_log_without_a_word_of_the_case",
                "backoffice/test_queue.py::test_a_search_is_written_down_without_its_words",
            ),
        ),
        Claim(
            _("On PostgreSQL the service can add to the log. It cannot change an entry or take one away."),
            ("backoffice/test_papers.py::test_the_service_cannot_change_or_delete_what_the_log_says",),
        ),
        Claim(
            _("Entries are sealed into a chain. A changed, added or missing one in the database is found."),
            (
                "trust/test_audit_chain.py::test_every_tampering_is_found_and_located",
                "trust/test_audit_chain.py::test_fifty_writers_at_once_raise_no_alarm_and_every_entry_is_sealed_in_time",
            ),
        ),
        Claim(
            _(
                "Managers read the log of their office, and who has looked at a case. Their reading is in it too."
            ),
            (
                "backoffice/test_log.py::test_a_manager_sees_who_did_what",
                "backoffice/test_log.py::test_a_manager_sees_who_has_looked_at_a_case",
                "backoffice/test_log.py::test_reading_the_log_is_in_the_log",
            ),
        ),
        Claim(
            _("Colleagues, administrators, editors and other offices do not read it on any page."),
            (
                "backoffice/test_log.py::test_the_log_is_for_managers",
                "backoffice/test_log.py::test_others_find_no_log",
                "backoffice/test_log.py::test_no_other_office_stands_in_the_log",
            ),
        ),
    ),
)

OTHERS = Part(
    _("Other companies"),
    (
        Claim(
            _("No page asks another company for anything: no letters, no pictures, no counting of visitors."),
            ("ui/test_frame.py::test_no_page_asks_anyone_else_for_anything",),
        ),
        Claim(
            _(
                "There are three cookies: for signing in, guarding forms, and knowing a browser. None follows anybody."
            ),
            ("backoffice/test_papers.py::test_no_cookie_is_set_that_the_inventory_does_not_name",),
        ),
    ),
)

PARTS = (ADMINISTRATORS, EMERGENCY, MACHINES, MAIL, LOG, OTHERS)
