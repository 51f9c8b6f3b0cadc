"""Personal data outside the tables: files, mail on disk, logs, caches, cookies, copies."""

from dataclasses import dataclass

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.sign_in import known_browsers
from casework.files.scanning import QUARANTINE

from .purposes import Words


@dataclass(frozen=True)
class Place:
    """`where` is a setting or a plain word; `purpose` a key of PURPOSES; the last two as in `Purpose`."""

    what: Words
    where: str
    kind: str
    purpose: str
    period: Words
    ended_by: tuple[str, ...] = ()
    not_yet: Words = ""


PLACES = (
    Place(
        what=_(
            "Photos and documents that people send, without their hidden data. Each is a row of a case as well."
        ),
        where="FILES_ROOT",
        kind="special",
        purpose="casework",
        period=_("As long as the row. Bytes that no row names go within hours."),
        ended_by=("casework.cases.tasks.file.sweep_files",),
        not_yet=_("Files of closed cases stay, as the cases do."),
    ),
    Place(
        what=_("Files in which the scanner found a virus, where no one can open them."),
        where="FILES_ROOT",
        kind="special",
        purpose="casework",
        period=format_lazy(_("{days} days after the virus was found"), days=QUARANTINE.days),
        ended_by=("casework.cases.tasks.file.empty_quarantine",),
    ),
    Place(
        what=_(
            "A file while it is being received. It has no name on the disk and is gone when the request ends."
        ),
        where="FILE_UPLOAD_TEMP_DIR",
        kind="special",
        purpose="answers",
        period=_("Seconds"),
        ended_by=("casework.files.store.spool_folder",),
    ),
    Place(
        what=_("Mail as files, only where no mail server is set: a demo or a trial."),
        where="MAIL_DIR",
        kind="special",
        purpose="mail",
        period=_("Until someone deletes them"),
        not_yet=_("Nothing deletes these files. Set MAIL_URL where real people use the service."),
    ),
    Place(
        what=_("Pictures and documents of the public site."),
        where="MEDIA_ROOT",
        kind="staff",
        purpose="site",
        period=_("As long as the picture or document"),
        not_yet=_("An editor deletes them by hand."),
    ),
    Place(
        what=_(
            "The search index: words of cases and people, without their order, in a table that the service cannot read."
        ),
        where="search_entry",
        kind="special",
        purpose="casework",
        period=_("As long as the case"),
        ended_by=("casework.search.store.drop",),
        not_yet=_("Closed cases stay in it, as the cases do."),
    ),
    Place(
        what=_(
            "Counts of tries, by network address in plain and by email address as a hash, so that limits hold."
        ),
        where="CACHES",
        kind="security",
        purpose="sessions",
        period=_("A day at most; what ran out is deleted within an hour"),
        ended_by=("ops.expired_cache.clear_cache",),
    ),
    Place(
        what=_(
            "What a person typed on a page and left before they sent it. It is encrypted, for them alone."
        ),
        where="CACHES",
        kind="special",
        purpose="unsent-text",
        period=_("A day, or until it is sent; what ran out is deleted within an hour"),
        ended_by=("ops.expired_cache.clear_cache",),
    ),
    Place(
        what=_("One mark a day for each address that got an acknowledgement, as a keyed hash."),
        where="CACHES",
        kind="security",
        purpose="mail",
        period=_("2 days; what ran out is deleted within an hour"),
        ended_by=("ops.expired_cache.clear_cache",),
    ),
    Place(
        what=_(
            "Logs of the programs: what failed and where in the code. No names, addresses or text of cases."
        ),
        where="LOGGING",
        kind="none",
        purpose="running",
        period=_("As the host keeps its logs"),
        not_yet=_("The host deletes logs, not the service."),
    ),
    Place(
        what=_("Cookie that says which session a browser has. It holds a random key and nothing else."),
        where="SESSION_COOKIE_NAME",
        kind="security",
        purpose="sessions",
        period=_("12 hours"),
        ended_by=("accounts.middleware.end_session",),
    ),
    Place(
        what=_("Cookie that guards forms against other sites. A random text."),
        where="CSRF_COOKIE_NAME",
        kind="security",
        purpose="sessions",
        period=_("Until the browser is closed"),
        not_yet=_("The browser deletes it."),
    ),
    Place(
        what=_(
            "Cookie in a browser whose person has shown that they read an address. It has tries of its own there."
        ),
        where="accounts.sign_in.known_browsers.COOKIE",
        kind="security",
        purpose="sessions",
        period=format_lazy(_("{days} days at most"), days=known_browsers.KEPT.days),
        not_yet=_("The browser deletes it."),
    ),
    Place(
        what=_("The anchor of the log: a file with numbers and hashes, by which a changed log is noticed."),
        where="AUDIT_ANCHOR",
        kind="none",
        purpose="running",
        period=_("As long as the log"),
        not_yet=_("Nothing deletes it, on purpose."),
    ),
    Place(
        what=_("Postcodes that people look up. They are used for the answer and written down nowhere."),
        where="find-your-members",
        kind="none",
        purpose="running",
        period=_("Not kept"),
        not_yet=_("There is nothing to delete."),
    ),
    Place(
        what=_(
            "Back-ups: one encrypted file each, with the tables, files and pictures that are listed here. Sessions "
            "and counts of tries are not in it. The key that opens one is kept on another machine."
        ),
        where="BACKUP_DIR",
        kind="special",
        purpose="casework",
        period=_("At most 35 days"),
        ended_by=("ops.backups.folder.prune",),
        not_yet=_("If you copy back-ups to another machine, delete them there by the same rule."),
    ),
)
