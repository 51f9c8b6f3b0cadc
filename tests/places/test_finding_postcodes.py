import pytest

from casework.places.services import Found, Malformed, OutsideArea, Unknown, find_postcode, normalise_postcode


@pytest.mark.parametrize(
    "typed",
    [
        "E16 1ZE", "e161ze", "  E16  1ZE\t", "E16-1ZE", "e16.1ze.", "E 1 6 1 Z E", "E16\u00a01ZE", "“E16 1ZE”",
        "Ｅ１６　１ＺＥ", "E16 IZE", "EI6 1ZE", "e16 lze", "E١٦ ١ZE", "E16\u200b1ZE", "\ufeffE16 1ZE", "E16\x001ZE",
    ],
)  # fmt: skip
def test_postcode_is_normalised_from_any_spelling(typed):
    assert normalise_postcode(typed) == "E161ZE"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("SW1A OAA", "SW1A0AA"), ("SEl 2AA", "SE12AA"), ("E1O 5NP", "E105NP"), ("0X1 1AA", "OX11AA"),
        ("1P1 1AA", "IP11AA"), ("m1 1ae", "M11AE"), ("WC2N 5DU", "WC2N5DU"), ("n1c 4ag", "N1C4AG"),
        ("SO1 1AA", "SO11AA"), ("ZZ1 1ZZ", "ZZ11ZZ"),
    ],
)  # fmt: skip
def test_confused_letters_and_digits_are_corrected_by_position(typed, meant):
    assert normalise_postcode(typed) == meant


@pytest.mark.parametrize(
    "typed",
    ["", "   ", "E16", "London", "12345", "E16 1Z", "E16 1ZEE", "EE16 11E", "Е16 1ZE", "\ud800" * 6,
     "E16 1ZE and more", "1" * 7, "O0O0O0O", "E" * 1_000_000, "E161ZE" + " " * 200],
)  # fmt: skip
def test_text_that_is_not_a_postcode_is_malformed(db, typed):
    assert find_postcode(typed) == Malformed()


@pytest.mark.parametrize(
    ("typed", "postcode", "borough", "area"),
    [
        ("E16 1ZE", "E16 1ZE", "Newham", "City and East"),
        ("SE1 2AA", "SE1 2AA", "Southwark", "Lambeth and Southwark"),
        ("sw1a0aa", "SW1A 0AA", "Westminster", "West Central"),
    ],
)
def test_postcode_in_london_returns_its_borough_and_area(postcodes, typed, postcode, borough, area):
    found = find_postcode(typed)

    assert isinstance(found, Found)
    assert (found.postcode, found.borough.name, found.borough.area.name) == (postcode, borough, area)


@pytest.mark.parametrize("typed", ["M1 1AE", "EN6 1AA"])
def test_postcode_outside_london_is_outside_the_area(postcodes, typed):
    assert find_postcode(typed) == OutsideArea(typed)


@pytest.mark.parametrize("typed", ["ZZ1 1ZZ", "E16 9ZY", "EN6 9ZZ", "E16 1ZC"])
def test_nonexistent_postcode_is_unknown(postcodes, typed):
    assert find_postcode(typed) == Unknown(typed)


def test_ambiguous_postcode_resolves_to_the_one_that_exists(postcodes):
    found = find_postcode("EL0 5NP")  # EL looks like a postcode area, but there is none

    assert isinstance(found, Found)
    assert found.postcode == "E10 5NP"


@pytest.mark.parametrize(
    ("typed", "queries"), [("E16 1ZE", 1), ("M1 1AE", 2), ("O1O1 OLO", 0), ("ZZ1 1ZZ", 2)]
)
def test_postcode_lookup_takes_at_most_two_queries(postcodes, django_assert_num_queries, typed, queries):
    with django_assert_num_queries(queries):
        find_postcode(typed)
