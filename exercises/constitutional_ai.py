"""Exercises of the page on Constitutional AI."""

import math
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

import numpy as np

from lessoncode.grading.exercise import exercise
from lessoncode.worlds import constitution as law

Model: TypeAlias = Callable[[list[str]], str]
Judge: TypeAlias = Callable[[str, str], float]
SLOT_OF = {
    "do not insult the person who asks": "person",
    "do not mock what the person made": "work",
    "do not tell the person to give up": "advice",
}


def critic(first: str) -> Model:
    """A model by rules: it gives this answer, and knows what is rude."""

    def model(texts: list[str]) -> str:
        if isinstance(texts, str):
            return "this is one text, not a list of texts"
        order, _, answer = texts[0].partition(" : ")
        slot = SLOT_OF.get(order.removeprefix("check "))
        if len(texts) == 1 and slot is None:
            return first
        if len(texts) == 1 and slot:
            rude = [word for word in law.RUDE[slot] if word in answer]
            return law.critique(" and ".join(rude))
        if len(texts) == 3 and slot and texts[2] == "rewrite it":
            said = texts[1].removeprefix("you said ")
            return answer.replace(said, law.KINDLY[slot][0])
        return "what do you mean ?"

    model.__doc__ = f"a model whose first answer is: {first}"
    return model


def answers(
    rng: np.random.Generator,
) -> Iterator[tuple[Model, str, list[str]]]:
    """Answers that are rude in some places, and some principles."""
    some = list(SLOT_OF)
    for n, principles in enumerate([some[:1], some[1:], some, some[2:], []] * 4):
        topic = law.ASKED[n]
        first = law.answer(topic, rng, rude=1 if n < 3 else 0.5, dodge=0)
        yield critic(first), law.QUESTION.format(topic), principles


@exercise(
    "constitutional-ai-1",
    answers,
    hints=(
        "Keep two variables: a list of everything the model has said, and the newest answer.",
        "A critique is `model([check])`. A revision is `model([check, critique, 'rewrite it'])`. "
        "For the next principle, start a new conversation with one text.",
        "Put the newest answer into each check, not the first answer. Otherwise every revision "
        "undoes the ones before it. The model learns the last revision, as an answer to the "
        "question itself.",
    ),
)
def revise(model: Model, question: str, principles: list[str]) -> tuple[list[str], tuple[str, str]]:
    """Let a model criticize and revise its answer, by some principles.

    - `model`: a function. `model(texts)` returns what the assistant says
      next in a conversation. `texts` is a list of everything said in it so
      far, by the user and the assistant in turn. The user begins.
    - `question`: the user's text in the first conversation.
    - `principles`: a list of texts.

    First the model answers the question. Then each principle, in order,
    gets a new conversation of four texts. The user says
    `f"check {principle} : {answer}"`, with the newest answer. The model
    writes a critique. The user says `"rewrite it"`. The model writes a
    revision, which is the newest answer from then on.
    Return two things: the list of everything the model said, in order, and
    the pair to learn from. That is (question, last revision), or (question,
    first answer) if there are no principles. For a model that says how many
    texts it was given, `"q"` and `["be kind"]`, they are `["1", "1", "3"]`
    and `("q", "3")`.
    """
    said = [model([question])]
    for principle in principles:
        conversation = [f"check {principle} : {said[-1]}"]
        conversation.append(model(conversation))
        conversation.append("rewrite it")
        said += [conversation[1], model(conversation)]
    return said, (question, said[-1])


@revise.right
def revise_recursively(model: Any, question: str, principles: list[str]) -> Any:
    """All principles but the last, then the last."""
    if not principles:
        answer = model([question])
        return [answer], [question, answer]
    *others, last = principles
    said, (_, answer) = revise_recursively(model, question, others)
    begun = [f"check {last} : {answer}"]
    begun += [model(begun), "rewrite it"]
    revision = model(begun)
    return [*said, begun[1], revision], [question, revision]


@revise.mistake
def revise_the_first(model: Any, question: str, principles: list[str]) -> Any:
    """Each principle mends the first answer, and undoes the others."""
    said = [model([question])]
    for principle in principles:
        check = f"check {principle} : {said[0]}"
        critique = model([check])
        said += [critique, model([check, critique, "rewrite it"])]
    return said, (question, said[-1])


@revise.mistake
def revise_without_critique(model: Any, question: str, principles: list[str]) -> Any:
    said = [model([question])]
    for principle in principles:
        check = f"check {principle} : {said[-1]}"
        said += [model([check]), model([check, "rewrite it"])]
    return said, (question, said[-1])


@revise.mistake
def revise_in_one_conversation(model: Any, question: str, principles: list[str]) -> Any:
    texts = [question]
    texts.append(model(texts))
    for principle in principles:
        for asked in (f"check {principle} : {texts[-1]}", "rewrite it"):
            texts.append(asked)
            texts.append(model(texts))
    return texts[1::2], (question, texts[-1])


@revise.mistake
def revise_learn_the_first(model: Any, question: str, principles: list[str]) -> Any:
    said, _ = revise_recursively(model, question, principles)
    return said, (question, said[0])


@revise.mistake
def revise_learn_to_rewrite(model: Any, question: str, principles: list[str]) -> Any:
    said, _ = revise_recursively(model, question, principles)
    return said, ("rewrite it" if principles else question, said[-1])


def judge(taste: float, lean: float) -> Judge:
    """A judge who likes long answers, and one of the places."""

    def p_first(first: str, second: str) -> float:
        margin = taste * (len(first) - len(second)) + lean
        return 1 / (1 + math.exp(-margin))

    likes = "long" if taste > 0 else "short"
    taste_is = f"a judge who likes {likes} answers" if taste else "a judge"
    leans = "first" if lean > 0 else "second"
    lean_is = f"leans to the {leans} place" if lean else "leans to none"
    p_first.__doc__ = f"{taste_is}{',' if taste else ' who'} {lean_is}"
    return p_first


def pairs(
    rng: np.random.Generator,
) -> Iterator[tuple[Judge, list[tuple[str, str]]]]:
    """Judges who see nothing, judges who are fair, and others."""
    yield judge(0, 1), [("good work", "go home")]
    yield judge(0.5, 0), [("good work", "go home")]
    yield judge(0.5, -1), [("good work", "go home"), ("no", "yes")]
    for n in range(1, 20):
        texts = [["no", "fine", "go home", "keep going"][i] for i in rng.integers(4, size=2 * n)]
        taste, lean = rng.normal(size=2).tolist()
        yield judge(taste, lean), list(zip(texts[::2], texts[1::2], strict=True))


@exercise(
    "constitutional-ai-2",
    pairs,
    hints=(
        "Ask twice about each pair: `judge(a, b)` and `judge(b, a)`. The second is the "
        "probability that b is better, with b in the first place.",
        "By the second result, a is better with the probability `1 - judge(b, a)`. The label is "
        "the mean of the two probabilities for a.",
        "For the lean, take what each order gives to its first place: the mean of `judge(a, b)` "
        "and `judge(b, a)`, minus one half.",
    ),
)
def labels(judge: Judge, pairs: list[tuple[str, str]]) -> list[tuple[float, float]]:
    """Ask a judge about pairs of answers, in both orders.

    - `judge`: a function. `judge(first, second)` gives the probability that
      the first of two answers is the better one.
    - `pairs`: a list of pairs of texts, (a, b).

    Return a list with one row (label, lean) for each pair. The label is
    the probability that a is better. The lean is how much more than one
    half the judge gives to the answer in the first place. Both are
    means over the two orders. If the judge gives 0.9 to a in the first
    place, and 0.3 to b in the first place, the row is (0.8, 0.1).
    """
    rows = []
    for a, b in pairs:
        p_ab, p_ba = judge(a, b), judge(b, a)
        rows.append(((p_ab + 1 - p_ba) / 2, (p_ab + p_ba - 1) / 2))
    return rows


@labels.right
def labels_by_places(judge: Any, pairs: Any) -> Any:
    """First what each order says, then both means; rows are lists."""
    orders = [((judge(a, b), 1), (judge(b, a), -1)) for a, b in pairs]
    rows = []
    for two in orders:
        label = sum(0.5 + sign * (p - 0.5) for p, sign in two) / 2
        rows.append([label, sum(p - 0.5 for p, _ in two) / 2])
    return rows


@labels.mistake
def labels_one_order(judge: Any, pairs: Any) -> Any:
    return [(judge(a, b), (judge(a, b) + judge(b, a) - 1) / 2) for a, b in pairs]


@labels.mistake
def labels_not_turned(judge: Any, pairs: Any) -> Any:
    return [((judge(a, b) + judge(b, a)) / 2, (judge(a, b) - judge(b, a)) / 2) for a, b in pairs]


@labels.mistake
def labels_of_b(judge: Any, pairs: Any) -> Any:
    return [(1 - label, lean) for label, lean in labels_by_places(judge, pairs)]


@labels.mistake
def labels_hard(judge: Any, pairs: Any) -> Any:
    return [(float(label > 0.5), lean) for label, lean in labels_by_places(judge, pairs)]


@labels.mistake
def labels_lean_not_halved(judge: Any, pairs: Any) -> Any:
    return [(label, 2 * lean) for label, lean in labels_by_places(judge, pairs)]
