"""Students that learn sums from a teacher's right answers, or from any of its answers.

    >>> import numpy as np
    >>> from lessoncode.model.transformer import Config, Transformer
    >>> from lessoncode.worlds import addition
    >>> from lessoncode.worlds.copied_sums import answered
    >>> shape = {"n_embd": 8, "n_layer": 1, "n_hidden": 16}
    >>> config = Config(addition.SIGNS.n_vocab, **shape, n_head=2, n_kv_head=2)
    >>> teacher = Transformer.initial(config, np.random.default_rng(0))
    >>> asked = addition.split(1000, 1000).asked[:3]
    >>> rows, right = answered(teacher, asked, 4, np.random.default_rng(0))
    >>> len(rows), len(right)
    (12, 12)

The teacher answers every sum several times, and a program marks the answers. One student reads the
right ones. The other reads equally many, drawn at random from all. Both start from the same weights
and take the same number of steps.

Source: Zelikman et al. 2022, "STaR", arXiv 2203.14465, for learning from right answers alone.

Checked against: the marks of `addition`, and training by hand.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from lessoncode.model.checks import count
from lessoncode.model.sampling import GREEDY
from lessoncode.model.tensor import Array
from lessoncode.model.transformer import Transformer
from lessoncode.training.batches import Row, answer_row, row_batches
from lessoncode.training.loop import train
from lessoncode.worlds import addition
from lessoncode.worlds.addition import SIGNS, Operands

PEAK, N_ROWS = 1e-2, 64  # learning rate, rows a step


def answered(
    teacher: Transformer,
    asked: Sequence[Operands],
    n_each: int,
    rng: np.random.Generator,
) -> tuple[list[Row], npt.NDArray[np.bool_]]:
    """A teacher's `n_each` answers to each sum, as rows to learn from, and which are right."""
    count(n_each=n_each)
    pairs = [pair for pair in asked for _ in range(n_each)]
    texts = addition.say(teacher, pairs, "direct", rng)
    rows, right = [], []
    for (a, b), text in zip(pairs, texts, strict=True):
        told = addition.ids_of(text.rstrip("."))
        if text.endswith("."):
            told.append(SIGNS.end_id)
        rows.append(answer_row(addition.prompt(a, b), told))
        right.append(addition.answer_in(text) == a + b)
    return rows, np.array(right)


def score(model: Transformer, pairs: Sequence[Operands]) -> float:
    """The share of these sums that a model answers correctly, one drawn answer each."""
    return float(addition.right(model, pairs, "direct", np.random.default_rng(9)).mean())


def likeliest(model: Transformer, pairs: Sequence[Operands]) -> float:
    """The share of these sums for which a model's most likely answer is right."""
    texts = addition.say(model, pairs, "direct", None, GREEDY)
    found = [addition.answer_in(text) == a + b for text, (a, b) in zip(texts, pairs, strict=True)]
    return float(np.mean(found))


def student(
    teacher: Transformer,
    rows: Sequence[Row],
    pairs: Sequence[Operands],
    seed: int,
    n_steps: int,
    n_look: int,
) -> tuple[Transformer, list[float]]:
    """A new model, trained on these rows alone, and its scores on `pairs` every `n_look` steps."""
    count(n_steps=n_steps, n_look=n_look)
    count(0, seed=seed)
    rng = np.random.default_rng(seed)
    model = Transformer.initial(teacher.config, rng)
    scores = []
    for step in train(model, row_batches(rows, N_ROWS, rng), n_steps, PEAK):
        if step.number % n_look == 0:
            scores.append(score(model, pairs))
    return model, scores


def race(
    teacher: Transformer,
    sums: addition.Split,
    seed: int,
    n_steps: int,
    n_look: int,
) -> tuple[Transformer, dict[str, Array]]:
    """Train both students of a teacher, and score all three.

    Returns the student of the right answers and five arrays: `n`, how
    many answers each student read; `teacher`, the teacher's score on
    the held-out sums; `all` and `right`, the students' scores every
    `n_look` steps; and `greedy`, the scores of the most likely answers
    of the teacher, of student `all` and of student `right`. Raises
    ValueError if the teacher is never right.
    """
    count(n_steps=n_steps, n_look=n_look)
    count(0, seed=seed)
    rng = np.random.default_rng(seed)
    rows, right = answered(teacher, sums.asked, 4, rng)
    n = int(right.sum())
    count(right_answers=n)
    every = np.sort(rng.permutation(len(rows))[:n])
    arrays = {
        "n": np.array(n),
        "teacher": np.array(score(teacher, sums.held_out)),
    }
    greedy = [likeliest(teacher, sums.held_out)]
    for name, which in (
        ("all", every),
        ("right", np.flatnonzero(right)),
    ):
        read = [rows[i] for i in which]
        model, scores = student(
            teacher,
            read,
            sums.held_out,
            seed,
            n_steps,
            n_look,
        )
        arrays[name] = np.array(scores)
        greedy.append(likeliest(model, sums.held_out))
    arrays["greedy"] = np.array(greedy)
    return model, arrays
