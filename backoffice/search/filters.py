"""The filters beside the results. The words themselves stand in the box of the page's frame."""

from django import forms
from django.utils.translation import gettext_lazy as _

from backoffice.cases.queue.filters import CONDITIONS, CaseFilter
from ui.widgets import Select


class SearchFilter(CaseFilter):
    """The words and the filters. An address with others in it shows what it can."""

    q = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    status = forms.ChoiceField(
        label=_("Status"),
        required=False,
        widget=Select,
        choices=[("", _("Open and closed")), ("open", _("Open")), ("closed", _("Closed"))],
    )
    field_order = ["q", "status"]

    @property
    def words(self):
        return self.wanted().get("q", "")

    @property
    def narrowing(self):
        """The filters in use beside the words."""
        return {name: value for name, value in self.wanted().items() if name != "q"}

    def apply(self, cases):
        for name, value in self.narrowing.items():
            if name == "status":
                cases = cases.open() if value == "open" else cases.closed()
            else:
                cases = cases.filter(CONDITIONS[name](value))
        return cases
