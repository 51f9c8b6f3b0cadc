"""Every page and view that a person of an office can open, by name: as a page, and for the command palette."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from body.current import current_body
from casework.cases.models import SavedView

from .access import my_offices_now, office_staff_only
from .cases.queue.lists import VIEWS

READERS, WORKERS, MANAGERS, LEARNERS = "readers", "workers", "managers", "learners"
PAGES = [
    ("my_day", gettext_lazy("My day"), READERS),
    ("case_list", gettext_lazy("Cases"), READERS),
    ("search", gettext_lazy("Search"), READERS),
    ("contact", gettext_lazy("Log a call"), WORKERS),
    ("planned", gettext_lazy("What you can undo"), READERS),
    ("risks", gettext_lazy("Risks"), READERS),
    ("shared", gettext_lazy("Shared with us"), READERS),
    ("permissions", gettext_lazy("Permissions to speak for others"), READERS),
    ("wordings", gettext_lazy("Texts: templates and standard lines"), READERS),
    ("guides", gettext_lazy("Guides"), READERS),
    ("feedback", gettext_lazy("Feedback"), READERS),
    ("data_held", gettext_lazy("What we hold about people"), READERS),
    ("what_it_can_see", gettext_lazy("What IT can and cannot see"), READERS),
]
OFFICE = [
    ("team", gettext_lazy("Team"), READERS),
    ("duty", gettext_lazy("Duty"), READERS),
    ("tags", gettext_lazy("Tags of the office"), MANAGERS),
    ("deadlines", gettext_lazy("Deadlines of the office"), MANAGERS),
    ("sign_off_rule", gettext_lazy("Sign-off of replies"), MANAGERS),
    ("office_details", gettext_lazy("Details of the office"), MANAGERS),
    ("access_review", gettext_lazy("Review of access"), MANAGERS),
    ("log", gettext_lazy("Log"), MANAGERS),
]
OWN = [
    ("invitations", gettext_lazy("Your access"), READERS),
    ("keys", gettext_lazy("Single keys"), READERS),
    ("news_mail", gettext_lazy("When we email you"), READERS),
    ("case_columns", gettext_lazy("Columns of the queue"), READERS),
    ("saved_views", gettext_lazy("Saved views"), WORKERS),
    ("practice", gettext_lazy("Practise with made-up cases"), LEARNERS),
]


@require_safe
@office_staff_only
def go_to(request):
    """List the pages, views and settings of this person."""
    offices = my_offices_now(request)
    may = {
        READERS: True,
        WORKERS: any(office.worked for office in offices),
        MANAGERS: any(office.managed for office in offices),
        LEARNERS: current_body().practice and not request.user.is_administrator,
    }

    def links(rows):
        return [(reverse(f"backoffice:{name}"), words) for name, words, who in rows if may[who]]

    queue = reverse("backoffice:case_list")
    saved = SavedView.objects.in_offices_of(request.user).for_person(request.user)
    views = [(f"{queue}?view={view.slug}", view.name) for view in VIEWS]
    views += [(f"{queue}?{query}", name) for query, name in saved.values_list("query", "name")]
    groups = [
        (_("Pages"), links(PAGES)),
        (_("Cases"), views),
        (_("Your office"), links(OFFICE)),
        (_("Your settings"), [*links(OWN), (reverse("mfa_index"), _("Password and second factor"))]),
    ]
    return render(request, "backoffice/go_to.html", {"groups": groups})
