"""Approval by a second editor before a page or form is published: the task, and the button that asks for it."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.action_menu import SubmitForModerationMenuItem as SubmitPage
from wagtail.models import AbstractGroupApprovalTask, TaskState
from wagtail.snippets.action_menu import SubmitForModerationMenuItem as SubmitSnippet


class AnotherEditor(AbstractGroupApprovalTask):
    """Approval by a member of the group other than the editor who requested it."""

    held_for = "site"

    class Meta:
        verbose_name = _("approval by another editor")
        verbose_name_plural = _("approvals by another editor")

    def get_actions(self, obj, user):
        return [] if self._requested_by(obj) == user else super().get_actions(obj, user)

    def get_task_states_user_can_moderate(self, user, **kwargs):
        found = super().get_task_states_user_can_moderate(user, **kwargs)
        return found.exclude(workflow_state__requested_by=user) if found else TaskState.objects.none()

    @staticmethod
    def _requested_by(obj):
        state = obj.current_workflow_state
        return state.requested_by if state else None


class ForApproval:
    """Names the button by what it does. Wagtail's own label holds the name of the workflow."""

    def get_context_data(self, parent_context):
        return super().get_context_data(parent_context) | {"label": _("Submit for approval")}


class SubmitPageForApproval(ForApproval, SubmitPage):
    pass


class SubmitSnippetForApproval(ForApproval, SubmitSnippet):
    pass


BUTTONS = {SubmitPage: SubmitPageForApproval, SubmitSnippet: SubmitSnippetForApproval}


def for_approval(item):
    """Return our button in place of Wagtail's, and any other item as it is."""
    return BUTTONS[type(item)](order=item.order) if type(item) in BUTTONS else item
