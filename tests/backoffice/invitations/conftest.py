"""An open invitation, and a caseworker of two offices."""

import pytest

from casework.offices.access.invitations import (
    accept,
)
from tests.backoffice.invitations.links import offer


@pytest.fixture
def offered(assembly):
    """Return an invitation of Labour East for Cat, who works for another office."""
    return offer(assembly, assembly.cat.email)


@pytest.fixture
def ben_in_two(assembly):
    """Return Ben, who works for Labour East and Labour South."""
    row = offer(assembly, assembly.ben.email, office=assembly.sister, by=assembly.eve)
    assert accept(invitation=row, by=assembly.ben)
    return assembly.ben
