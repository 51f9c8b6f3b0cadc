"""A workflow task: a second editor approves a page before it is published."""

from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask, TaskState


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
