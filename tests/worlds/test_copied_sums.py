"""Students of a teacher's sums, against the marks and against training by hand."""

import numpy as np
import pytest

from lessoncode.model.transformer import Config, Transformer
from lessoncode.training.batches import row_batches
from lessoncode.training.loop import train
from lessoncode.worlds import addition
from lessoncode.worlds.copied_sums import answered, likeliest, race, score, student

SMALL = Config(addition.SIGNS.n_vocab, n_embd=16, n_layer=1, n_hidden=32, n_head=2, n_kv_head=2)
SUMS = addition.split(n_worked=50, n_held_out=4025)


def taught(n_steps: int) -> Transformer:
    rng = np.random.default_rng(0)
    rows = [addition.example(a, b, "direct") for a, b in SUMS.asked]
    model = Transformer.initial(SMALL, rng)
    for _ in train(model, row_batches(rows, 16, rng), n_steps, 1e-2):
        pass
    return model


def test_marks_of_answers_are_those_of_the_program() -> None:
    teacher = taught(100)
    rows, right = answered(teacher, SUMS.asked, 3, np.random.default_rng(1))
    assert 0 < right.sum() < len(right) == 3 * len(SUMS.asked)
    pairs = [pair for pair in SUMS.asked for _ in range(3)]
    whole = [addition.example(a, b, "direct") for a, b in pairs]
    for row, example, mark in zip(rows, whole, right, strict=True):
        same = all(
            np.array_equal(np.array(x), np.array(y)) for x, y in zip(row, example, strict=True)
        )
        assert same == mark


def test_a_student_is_trained_as_by_hand() -> None:
    teacher = taught(30)
    rows = [addition.example(a, b, "direct") for a, b in SUMS.asked]
    model, scores = student(teacher, rows, SUMS.asked, 3, 24, 12)
    rng = np.random.default_rng(3)
    other = Transformer.initial(SMALL, rng)
    for _ in train(other, row_batches(rows, 64, rng), 24, 1e-2):
        pass
    for name, p in model.parameters.items():
        assert np.array_equal(p.data, other.parameters[name].data)
    assert len(scores) == 2
    assert scores[-1] == score(other, SUMS.asked)


def test_both_students_read_equally_many_answers() -> None:
    teacher = taught(100)
    _, arrays = race(teacher, SUMS, 0, n_steps=24, n_look=12)
    _, right = answered(teacher, SUMS.asked, 4, np.random.default_rng(0))
    assert arrays["n"] == right.sum()
    assert len(arrays["all"]) == len(arrays["right"]) == 2
    assert arrays["greedy"][0] == likeliest(teacher, SUMS.held_out)


def test_a_teacher_who_is_never_right_has_no_student() -> None:
    teacher = Transformer.initial(SMALL, np.random.default_rng(0))
    sums = SUMS._replace(asked=[])
    for score_of in (score, likeliest):
        with pytest.raises(ValueError, match="pairs is 0: give a whole number, 1 or more"):
            score_of(teacher, sums.asked)
    teacher.parameters["embedding"].data[:] = 0  # it then says nothing but the first sign
    with pytest.raises(ValueError, match="right_answers is 0: give a whole number, 1 or more"):
        race(teacher, sums._replace(asked=[(10, 10)]), 0, n_steps=24, n_look=12)
    with pytest.raises(ValueError, match="seed is -1: give a whole number, 0 or more"):
        race(teacher, SUMS, -1, n_steps=24, n_look=12)
