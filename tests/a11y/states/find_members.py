"""States of the search for one's Members."""

from tests.a11y.stage import State

FIND = "/find-your-members/"

STATES = [
    State("find members", FIND),
    State("find members: nothing typed", FIND, sends={"postcode": ""}),
    State("find members: not a postcode", FIND, sends={"postcode": "not a postcode"}),
    State("find members: unknown postcode", FIND, sends={"postcode": "E16 9ZZ"}),
    State("find members: found", FIND, sends={"postcode": "E16 1ZE"}, texts=True),
    State("find members: outside", FIND, sends={"postcode": "M1 1AA"}),
    State("find members: in a borough", FIND + "in/{borough}/", texts=True),
    State("find members: by borough", FIND + "borough/"),
    State("find members: no address", FIND + "no-address/", texts=True),
    State("find members: the order", FIND + "order/"),
]
