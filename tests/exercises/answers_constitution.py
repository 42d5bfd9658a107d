"""Answers to the exercises on Constitutional AI: right ones of other forms, and mistakes."""

from collections.abc import Callable
from typing import Any


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


def revise_the_first(model: Any, question: str, principles: list[str]) -> Any:
    """Each principle mends the first answer, and undoes the others."""
    said = [model([question])]
    for principle in principles:
        check = f"check {principle} : {said[0]}"
        critique = model([check])
        said += [critique, model([check, critique, "rewrite it"])]
    return said, (question, said[-1])


def revise_without_critique(model: Any, question: str, principles: list[str]) -> Any:
    said = [model([question])]
    for principle in principles:
        check = f"check {principle} : {said[-1]}"
        said += [model([check]), model([check, "rewrite it"])]
    return said, (question, said[-1])


def revise_in_one_conversation(model: Any, question: str, principles: list[str]) -> Any:
    texts = [question]
    texts.append(model(texts))
    for principle in principles:
        for asked in (f"check {principle} : {texts[-1]}", "rewrite it"):
            texts.append(asked)
            texts.append(model(texts))
    return texts[1::2], (question, texts[-1])


def revise_learn_the_first(model: Any, question: str, principles: list[str]) -> Any:
    said, _ = revise_recursively(model, question, principles)
    return said, (question, said[0])


def revise_learn_to_rewrite(model: Any, question: str, principles: list[str]) -> Any:
    said, _ = revise_recursively(model, question, principles)
    return said, ("rewrite it" if principles else question, said[-1])


def labels_by_places(judge: Any, pairs: Any) -> Any:
    """First what each order says, then both means; rows are lists."""
    orders = [((judge(a, b), 1), (judge(b, a), -1)) for a, b in pairs]
    rows = []
    for two in orders:
        label = sum(0.5 + sign * (p - 0.5) for p, sign in two) / 2
        rows.append([label, sum(p - 0.5 for p, _ in two) / 2])
    return rows


def labels_one_order(judge: Any, pairs: Any) -> Any:
    return [(judge(a, b), (judge(a, b) + judge(b, a) - 1) / 2) for a, b in pairs]


def labels_not_turned(judge: Any, pairs: Any) -> Any:
    return [((judge(a, b) + judge(b, a)) / 2, (judge(a, b) - judge(b, a)) / 2) for a, b in pairs]


def labels_of_b(judge: Any, pairs: Any) -> Any:
    return [(1 - label, lean) for label, lean in labels_by_places(judge, pairs)]


def labels_hard(judge: Any, pairs: Any) -> Any:
    return [(float(label > 0.5), lean) for label, lean in labels_by_places(judge, pairs)]


def labels_lean_not_halved(judge: Any, pairs: Any) -> Any:
    return [(label, 2 * lean) for label, lean in labels_by_places(judge, pairs)]


RIGHT: list[tuple[str, Callable[..., Any]]] = [
    ("constitution-1", revise_recursively),
    ("constitution-2", labels_by_places),
]
WRONG: list[tuple[str, Callable[..., Any]]] = [
    ("constitution-1", revise_the_first),
    ("constitution-1", revise_without_critique),
    ("constitution-1", revise_in_one_conversation),
    ("constitution-1", revise_learn_the_first),
    ("constitution-1", revise_learn_to_rewrite),
    ("constitution-2", labels_one_order),
    ("constitution-2", labels_not_turned),
    ("constitution-2", labels_of_b),
    ("constitution-2", labels_hard),
    ("constitution-2", labels_lean_not_halved),
]
