"""The account page of editors in Wagtail."""

from wagtail.admin.views.account import AccountView

PANELS = {"notifications", "locale", "theme"}


class EditorPreferences(AccountView):
    """Notifications, language and theme. Names, email addresses and profile pictures cannot be set here."""

    def get_panels(self):
        return [panel for panel in super().get_panels() if panel.name in PANELS]
