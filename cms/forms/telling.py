"""Mail to an editor about a form."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.models import User
from casework.outbox.services import post

if TYPE_CHECKING:
    from .models import Form


def tell_not_published(*, form: "Form", problems: list[str], to: User | None) -> None:
    """Tell an editor that the form they scheduled could not be published, and why."""
    if to is None:
        return
    lines = [
        _("We could not publish “%(form)s” at its time. It is not scheduled any more.")
        % {"form": form.title},
        _("Open the form, put these right and publish it again:"),
        "\n".join(f"- {problem}" for problem in problems),
        f"{settings.BASE_URL}/editor/forms/edit/{form.pk}/",
    ]
    post(
        to=[to.email],
        subject=_("Your form was not published"),
        text="\n\n".join(lines) + "\n",
        purpose="form.not_published",
    )
