"""The places that `tests/rig.py` names are there, so that a file which moves keeps its markers."""

import pytest

from scripts.console import ROOT
from tests.rig import ALIKE_PLACES, SLOW_PLACES


@pytest.mark.parametrize("place", [*SLOW_PLACES, *ALIKE_PLACES])
def test_every_place_holds_tests(place):
    assert list(
        ROOT.glob(f"{place}**/test_*.py" if place.endswith("/") else f"{place.removesuffix('.py')}*.py")
    )
