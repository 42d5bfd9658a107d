"""Exercises of the page on tools and agents."""

from collections.abc import Iterator

import numpy as np

from lessoncode.grading.exercise import exercise

Table = dict[str, str]
Cited = list[tuple[str, str]]  # a sentence and the number behind it, or ""
Documents = dict[str, list[str]]


def scripts(rng: np.random.Generator) -> Iterator[tuple[str, Table, Table, int]]:
    """No call, one, two, one that comes back for ever, and random ones."""
    yield "hi", {"hi": "hello"}, {}, 3
    yield "2 + 3", {"2 + 3": "calc", "5": "it is 5"}, {"calc": "5"}, 3
    says = {"send it": "find", "lima": "send", "sent": "done"}
    yield "send it", says, {"find": "lima", "send": "sent"}, 3
    yield "send it", says, {"find": "lima", "send": "sent"}, 2
    yield "send it", says, {"find": "lima", "send": "sent"}, 1
    yield "go", {"go": "again", "no": "again"}, {"again": "no"}, 4
    yield "2 + 3", {"2 + 3": "calc", "5": "it is 5"}, {"calc": "5"}, 0
    for n in range(2, 14):
        questions = [f"q{i}" for i in range(n)]
        calls = [f"call{i}" for i in range(n)]
        says = {q: str(rng.choice([*calls, "done"])) for q in questions}
        results = {call: str(rng.choice(questions)) for call in calls}
        yield "q0", says, results, int(rng.integers(0, 6))


@exercise(
    "tools-1",
    scripts,
    hints=(
        "Two things alternate: the assistant speaks, and a program checks whether that was a call. "
        "Which of the two ends the loop?",
        "What the assistant says next is `says[texts[-1]]`. It is a call if it is a key of "
        "`results`. Append both the call and its result before you go on.",
        "`for _ in range(most_calls)`: speak; return if it is not a call; append the result. "
        "After the loop the assistant speaks once more, and nothing is run.",
    ),
)
def talk(
    question: str, says: dict[str, str], results: dict[str, str], most_calls: int
) -> list[str]:
    """Write the loop around a model that calls tools.

    - `question`: what the user says.
    - `says`: the model, as a table: what it says after a text.
    - `results`: the tools, as a table: the result of each call.
    - `most_calls`: the largest number of calls to run.

    A text that is not a key of `results` is an answer, not a call.
    Returns the list of all texts in order: the question, each call followed
    by its result, and finally the answer. A call beyond `most_calls` is not
    run and ends the list. With `says` `{"2 + 3": "calc", "5": "it is 5"}`
    and `results` `{"calc": "5"}`, `talk("2 + 3", says, results, 1)` is
    `["2 + 3", "calc", "5", "it is 5"]`.
    """
    texts = [question]
    for calls_left in range(most_calls, -1, -1):
        texts.append(says[texts[-1]])
        if texts[-1] not in results or not calls_left:
            break
        texts.append(results[texts[-1]])
    return texts


@talk.right
def talk_again(question: str, says: Table, results: Table, most_calls: int) -> list[str]:
    """A result is a question to the rest of the conversation."""
    said = says[question]
    if said not in results or most_calls == 0:
        return [question, said]
    return [question, said, *talk_again(results[said], says, results, most_calls - 1)]


@talk.mistake
def talk_one_call_more(question: str, says: Table, results: Table, most_calls: int) -> list[str]:
    return talk_again(question, says, results, most_calls + 1)


@talk.mistake
def talk_stops_after_a_call(
    question: str, says: Table, results: Table, most_calls: int
) -> list[str]:
    """Never goes on after the first result."""
    return talk_again(question, says, results, most_calls)[:4]


@talk.mistake
def talk_without_results(question: str, says: Table, results: Table, most_calls: int) -> list[str]:
    """The results are used, but not written down."""
    texts = talk_again(question, says, results, most_calls)
    return [texts[0], *texts[1::2]]


@talk.mistake
def talk_without_the_call_that_is_not_run(
    question: str, says: Table, results: Table, most_calls: int
) -> list[str]:
    texts = talk_again(question, says, results, most_calls)
    return texts[:-1] if texts[-1] in results else texts


def answers(rng: np.random.Generator) -> Iterator[tuple[Cited, Documents]]:
    """Cited correctly, wrongly, not at all, and random mixtures."""
    peru, kenya = "lima is in peru", "nairobi is in kenya"
    documents = {"[1]": [peru], "[2]": [kenya, "max is near"]}
    yield [(peru, "[1]"), (kenya, "[2]")], documents
    yield [(peru, "[2]"), (kenya, "[2]")], documents
    yield [(peru, "[1]"), (kenya, "")], documents
    yield [(peru, ""), (kenya, "")], documents
    yield [(peru, "[3]")], documents
    yield [(peru, "[1]"), (peru, "[1]"), (kenya, "[1]"), (kenya, "")], documents
    facts = [f"fact {i}" for i in range(6)]
    for n in range(1, 17):
        told = {f"[{i}]": [str(f) for f in rng.choice(facts, 3)] for i in range(1, 4)}
        numbers = ["", "[1]", "[2]", "[3]", "[4]"]
        yield [(str(rng.choice(facts)), str(rng.choice(numbers))) for _ in range(n)], told


@exercise(
    "tools-2",
    answers,
    hints=(
        "A sentence is supported if it has a number, there is such a document, and it is one of "
        "the sentences of that document.",
        "`documents.get(number, [])` is an empty list for a number that no document has, and for "
        "no number at all.",
        "Count the supported sentences once. Divide this count by the sentences that have a "
        "number, and by all sentences. Handle the answer without any number.",
    ),
)
def support(
    sentences: list[tuple[str, str]], documents: dict[str, list[str]]
) -> tuple[float, float]:
    """Open the citations of an answer, and count how many hold.

    - `sentences`: at least one, each with the number that it cites, or
      `""`.
    - `documents`: the sentences of each document, by its number.

    A sentence is supported if the document that it cites contains it.
    Returns two shares: the share of citations that support their
    sentence (0 if there is no citation), and the share of sentences
    that are supported. A number that no document has is a citation
    that supports nothing.
    For `[("lima is in peru", "[1]"), ("tea is hot", "")]` and documents
    `{"[1]": ["lima is in peru"]}` it is `(1, 0.5)`.
    """
    holds = [sentence in documents.get(number, []) for sentence, number in sentences]
    n_cited = sum(number != "" for _, number in sentences)
    return sum(holds) / max(n_cited, 1), sum(holds) / len(sentences)


@support.right
def support_by_numpy(sentences: Cited, documents: Documents) -> tuple[float, float]:
    pairs = {(said, number) for number, told in documents.items() for said in told}
    cited = np.array([bool(number) for _, number in sentences])
    holds = np.array([tuple(pair) in pairs for pair in sentences])
    precision = holds[cited].mean() if cited.any() else 0.0
    return float(precision), float(holds.mean())


@support.mistake
def support_by_any_document(sentences: Cited, documents: Documents) -> tuple[float, float]:
    """Takes a sentence for supported if any document says so."""
    told = [said for texts in documents.values() for said in texts]
    holds = [said in told and number != "" for said, number in sentences]
    n_cited = sum(number != "" for _, number in sentences)
    return sum(holds) / max(n_cited, 1), sum(holds) / len(sentences)


@support.mistake
def support_by_the_number_alone(sentences: Cited, documents: Documents) -> tuple[float, float]:
    """Looks only whether there is such a document."""
    holds = [number in documents for _, number in sentences]
    n_cited = sum(number != "" for _, number in sentences)
    return sum(holds) / max(n_cited, 1), sum(holds) / len(sentences)


@support.mistake
def support_turned(sentences: Cited, documents: Documents) -> tuple[float, float]:
    first, second = support_by_numpy(sentences, documents)
    return second, first


@support.mistake
def support_without_dead_numbers(sentences: Cited, documents: Documents) -> tuple[float, float]:
    """Does not count a citation whose document does not exist."""
    precision, _ = support_by_numpy(
        [(said, number) for said, number in sentences if number in documents] or [("", "")],
        documents,
    )
    return precision, support_by_numpy(sentences, documents)[1]
