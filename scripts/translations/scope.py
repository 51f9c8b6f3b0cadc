"""Which files hold texts that the public can read. The desk and the editor stay English."""

from pathlib import Path

from scripts.checks.tracked import tracked
from scripts.console import ROOT

KINDS = {".py", ".html", ".txt"}
PUBLIC = ("accounts", "body", "casework", "cms", "config", "portal", "templates", "ui", "uploads")
# Beginnings of paths whose texts only staff or editors read.
LEFT_OUT = (
    "body/models.py",
    "casework/cases/models/activity.py",
    "casework/cases/models/alerts/contact_task.py",
    "casework/cases/models/deadlines/",
    "casework/cases/models/guide.py",
    "casework/cases/models/queue/news.py",
    "casework/cases/models/sharing/offer.py",
    "casework/cases/models/safety/risk.py",
    "casework/cases/models/messages/sign_off.py",
    "casework/cases/models/queue/saved_view.py",
    "casework/cases/models/queue/tag.py",
    "casework/cases/models/sharing/share.py",
    "casework/cases/models/sharing/transfer.py",
    "casework/cases/services/deadlines/",
    "casework/cases/services/messages/sign_off.py",
    "casework/cases/services/queue/news.py",
    "casework/cases/services/queue/tag.py",
    "casework/cases/services/sharing/offer.py",
    "casework/cases/services/messages/reply_check.py",
    "casework/cases/services/sharing/share.py",
    "casework/cases/services/sharing/transfer.py",
    "casework/cases/services/planned_act.py",
    "casework/cases/tasks/planned",
    "casework/cases/tasks/risk.py",
    "casework/offices/",
    "casework/questionnaires/rules/",
    "casework/replies/",
    "cms/banners.py",
    "cms/blocks.py",
    "cms/catalogues/",
    "cms/editor/",
    "cms/forms/",
    "cms/models.py",
    "cms/media/uploads.py",
    "cms/pages/translations/",
    "cms/translations/",
    "cms/wagtail_hooks.py",
    "portal/try_form/",
    "templates/backoffice/",
    "templates/cms/editor/",
    "templates/desk.html",
    "templates/mail/access_changed",
    "templates/mail/case_offered",
    "templates/mail/due_today",
    "templates/mail/duty",
    "templates/mail/emergency",
    "templates/mail/first_manager",
    "templates/mail/invitation",
    "templates/mail/look_now",
    "templates/mail/news",
    "templates/mail/no_manager_left",
    "templates/mail/risk_flood",
    "templates/mail/role_changed",
    "templates/mail/team_changed",
    "templates/mail/unused_soon",
    "templates/mail/work_ended",
    "templates/portal/try_form/",
    "templates/ui/gallery",
    "ui/gallery.py",
)


def is_public(name: str) -> bool:
    """Return whether a file, named by its path in the project, can hold a text that the public reads."""
    path = Path(name)
    return path.suffix in KINDS and path.parts[0] in PUBLIC and not name.startswith(LEFT_OUT)


def public_files() -> list[Path]:
    """Return the tracked files with public texts, relative to the project."""
    names = (path.relative_to(ROOT) for path in tracked())
    return [name for name in names if is_public(str(name)) and "migrations" not in name.parts]
