import pytest

from lessoncode.text.tokenizer import END
from lessoncode.text.words import Words


def test_ids_are_places_in_a_sorted_list() -> None:
    words = Words(["the cat sat", "the dog"])
    assert words.words == [END, "cat", "dog", "sat", "the"]
    assert words.encode("the dog sat") == [4, 2, 3]
    assert words.decode([4, 2, 3, 0]) == f"the dog sat {END}"
    assert (words.n_vocab, words.end_id) == (5, 0)


def test_the_end_is_a_word_but_no_second_one() -> None:
    words = Words([f"a {END} b"])
    assert words.encode(END) == [0]
    assert words.n_vocab == 3


def test_an_unknown_word_is_named() -> None:
    with pytest.raises(ValueError, match="'bird' is none of the 2 words"):
        Words(["cat"]).encode("cat bird")


@pytest.mark.parametrize("token", [-1, 3])
def test_an_id_without_a_word(token: int) -> None:
    with pytest.raises(ValueError, match=f"no word has the id {token}; the last is number 2"):
        Words(["a b"]).decode([1, token])
