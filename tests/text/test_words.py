import numpy as np
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


def test_one_text_is_no_list_of_texts() -> None:
    with pytest.raises(ValueError, match="texts is one text, 'the cat': give a list of texts"):
        Words("the cat")
    assert Words("ba").words == [END, "a", "b"]  # a list of letters


def test_what_is_no_id() -> None:
    for ids, said in (([1.0], r"1\.0"), (np.array([[1, 2]]), r"\[1 2\]"), ([None], "None")):
        with pytest.raises(ValueError, match=f"no word has the id {said}; the last is number 2"):
            # mypy rejects what is no id; a reader without it gets the error
            Words(["a b"]).decode(ids)  # type: ignore[arg-type]
