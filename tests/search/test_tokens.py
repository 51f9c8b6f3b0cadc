"""Tokens: what is typed in any spelling is what was stored."""

import pytest

from casework.search.query import read_query
from casework.search.tokens import fold, name_tokens, phone_tokens, tokens_of, words


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("Siobhán", "siobhan"),
        ("O’Neil", "oneil"),
        ("O'NEIL", "oneil"),
        ("Łukasz", "lukasz"),
        ("Straße", "strasse"),
        ("Đorđe", "dorde"),
        ("ŞİŞLİ", "sisli"),
        ("Håkon", "hakon"),
        ("Åse-Æbel", "aseaebel"),
    ],
)
def test_spellings_fold_to_plain_letters(typed, stored):
    assert "".join(word.folded for word in words(typed)) == stored


@pytest.mark.parametrize("word", ["বাংলা", "ગુજરાતી", "ਪੰਜਾਬੀ", "हिन्दी"])
def test_vowel_signs_do_not_split_a_word(word):
    assert [each.folded for each in words(word)] == [fold(word)]
    assert len(fold(word)) > 2


def test_two_different_bengali_words_stay_different():
    assert fold("কালো") != fold("কাল")


def test_text_is_stored_with_stems_and_without_stop_words():
    assert tokens_of("The houses") == {"houses", "=hous"}


def test_name_keeps_every_word_and_its_sound():
    assert {"an", "li", "~l"} <= name_tokens("An Li Lee")


@pytest.mark.parametrize(
    "typed", ["020 7946 0142", "+44 20 7946 0142", "(020) 7946-0142", "00442079460142", "+442079460142"]
)
def test_phone_number_has_one_form(typed):
    assert phone_tokens(typed) == {"+442079460142", "<241064970244"}


def test_last_digits_ask_for_the_number_from_its_end():
    assert "<2410*" in read_query("0142").terms[0]


def test_address_is_one_term():
    assert read_query("joe.bloggs@mail.example").terms == (("joe·bloggs·mail·example",),)
    assert "joe·bloggs·mail·example" in tokens_of("Write to joe.bloggs@mail.example, please.")


def test_word_being_typed_stands_for_all_that_begin_so():
    assert read_query("lift hou", typing=True).terms[1] == ("hou*", "=hou", "hou")
    assert read_query("lift hou").terms[1] == ("hou", "=hou")
    assert read_query("lift ho", typing=True) == read_query("lift ", typing=True)
    assert read_query("ho", typing=True).terms[0][0] == "ho"


@pytest.mark.parametrize("typed", ["", "  ", "'", '* " ) OR', "·", "\0", "<>", "'; drop table"])
def test_no_input_makes_a_token_with_syntax(typed):
    for term in read_query(typed, typing=True).terms:
        for token in term:
            assert not set(token.rstrip("*")) & set(" '\"*()\\\0:&|!")
