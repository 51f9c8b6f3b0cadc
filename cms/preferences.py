"""What editors may set for themselves in Wagtail."""

from wagtail.admin.views.account import AccountView

PANELS = {"notifications", "locale", "theme"}


class EditorPreferences(AccountView):
    """Language and looks. Names and sign-in addresses are no preferences, and pictures of people are not kept."""

    def get_panels(self):
        return [panel for panel in super().get_panels() if panel.name in PANELS]
