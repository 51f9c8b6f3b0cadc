"""Offers of cases are mail to people of another office, so there are only so many a day."""

import pytest

from casework.cases.models import Share
from casework.cases.models.sharing.offer import Ending
from casework.cases.services.sharing import offer
from casework.cases.services.sharing.offer import TooManyOffers
from casework.cases.services.sharing.share import end_share
from casework.wall.scope import ALL, scoped
from tests import factories
from tests.sharing import offered, transfer_offered


def offer_one(assembly, *, to):
    return offered(factories.case(office=assembly.office), to=to, by=assembly.ben)


@pytest.mark.parametrize("kind", ["share", "transfer"])
def test_offers_of_one_office_to_another_are_limited_per_day(assembly, monkeypatch, kind):
    monkeypatch.setattr(offer, "MOST_A_DAY_TO_ONE", 2)
    make = offered if kind == "share" else transfer_offered
    for _each in range(2):
        make(factories.case(office=assembly.office), to=assembly.sister, by=assembly.ben)
    with pytest.raises(TooManyOffers):
        make(factories.case(office=assembly.office), to=assembly.sister, by=assembly.ben)
    offer_one(assembly, to=assembly.rival)


def test_offers_of_one_office_to_all_others_are_limited_per_day(assembly, monkeypatch):
    monkeypatch.setattr(offer, "MOST_A_DAY", 2)
    for to in (assembly.sister, assembly.rival):
        offer_one(assembly, to=to)
    with pytest.raises(TooManyOffers):
        offer_one(assembly, to=assembly.sister)


def test_taking_offers_back_does_not_make_room_for_more(assembly, monkeypatch):
    monkeypatch.setattr(offer, "MOST_A_DAY_TO_ONE", 1)
    share = offer_one(assembly, to=assembly.sister)
    with scoped(ALL):
        end_share(share=Share.objects.get(pk=share.pk), ending=Ending.REVOKED, by=assembly.ben)
    with pytest.raises(TooManyOffers):
        offer_one(assembly, to=assembly.sister)
