"""People at their desks, and the published form with a hand that fills it in."""

from tests.backoffice.conftest import desk  # noqa: F401
from tests.raise_case.conftest import contact, definition, hand, submission  # noqa: F401
