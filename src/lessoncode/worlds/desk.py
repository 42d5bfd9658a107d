"""An assistant at a desk with three tools: a calculator, a search and the post.

    >>> from lessoncode.worlds.desk import calculate, call_in
    >>> call = call_in("calc ( 4 7 + 8 5 )")
    >>> call, calculate(call.given)
    (Call(tool='calc', given='4 7 + 8 5'), '1 3 2')

A conversation has turns of a user, of the assistant and of tools:

    <|user|> what is 4 7 + 8 5 <|end|>
    <|assistant|> calc ( 4 7 + 8 5 ) <|end|>
    <|tool|> 1 3 2 <|end|>
    <|assistant|> 1 3 2 <|end|>

A call is a text that the assistant writes: the name of a tool, and its input in brackets. A
program reads the call, runs the tool, and appends the result as a turn of its own. Then the
assistant continues, until it writes a turn that is not a call.

Each document has a number, such as [4], which the assistant cites in its answer.

Source: Schick et al. 2023, "Toolformer", arXiv 2302.04761, for calls that are written as text.

Differs in: In Toolformer a call is within a sentence, and its result follows it. Here call and
result are turns of a conversation.

Checked against: Python's addition, and conversations written by hand.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from lessoncode.model.checks import count
from lessoncode.model.generate import generate_answers
from lessoncode.model.language_model import LanguageModel
from lessoncode.model.sampling import GREEDY
from lessoncode.text.words import Words
from lessoncode.training.batches import Row
from lessoncode.worlds.capitals import CAPITALS

ROLES = "system", "user", "assistant", "tool"
PLACES = {c: city for c, city in CAPITALS.items() if " " not in city}
_people = "ada ben bob dan eva finn ivo kim leo max mia tom"
_nouns = """
moon river apple garden window tiger candle bridge
flower button hammer island jacket kettle lemon mirror
"""
NOUNS = tuple(_nouns.split())
PEOPLE = tuple(_people.split())
NUMBERS = tuple(f"[{i}]" for i in range(1, 10))
WORDS = Words(
    [
        *(f"<|{role}|>" for role in ROLES),
        "<|end|> what is the capital of calc find send ( ) , + .",
        "end finish with give it to sent nothing i do not know near",
        *"0123456789",
        *(*PLACES, *PLACES.values(), *NOUNS, *PEOPLE, *NUMBERS),
    ]
)
END = WORDS.special("<|end|>")
CHUNK = 256  # conversations

Tool = Callable[[str], str]


class Turn(NamedTuple):
    """A role, one of `ROLES`, and what it said."""

    role: str
    text: str


Talk = tuple[Turn, ...]


class Call(NamedTuple):
    """The name of a tool, and the input in its brackets."""

    tool: str
    given: str


def spoken(talk: Sequence[Turn]) -> str:
    """A conversation as one text, with role tokens and ends of turns."""
    return " ".join(f"<|{role}|> {text} <|end|>" for role, text in talk)


def row(talk: Sequence[Turn]) -> Row:
    """A conversation as a row in which the assistant's turns are learned."""
    ids, learned = [WORDS.end_id], [False]
    for turn in talk:
        more = WORDS.encode(spoken([turn]))
        ids += more
        ours = turn.role == "assistant"
        learned += [False] + [ours] * (len(more) - 1)
    return Row(ids, learned)


def prompt(talk: Sequence[Turn]) -> list[int]:
    """The ids of a conversation in which the assistant speaks next."""
    text = f"{spoken(talk)} <|assistant|>"
    return [WORDS.end_id, *WORDS.encode(text)]


def next_turns(model: LanguageModel, talks: Sequence[Sequence[Turn]], room: int = 20) -> list[str]:
    """The assistant's next turns by greedy choice, up to `room` tokens, without the end token."""
    said: list[str] = []
    for start in range(0, len(talks), CHUNK):
        asked = [prompt(talk) for talk in talks[start : start + CHUNK]]
        how = room, None, GREEDY
        drawn = generate_answers(model, asked, *how, stop=END)
        said += [WORDS.decode(i for i in ids if i != END) for ids in drawn]
    return said


def call_in(text: str) -> Call | None:
    """The call in a turn, or None if the turn is not a call.

    `calc ( 4 7 + 8 5 )` becomes `Call("calc", "4 7 + 8 5")`.
    """
    name, *rest = text.split() or [""]
    if name not in ("calc", "find", "send"):
        return None
    if len(rest) < 2 or (rest[0], rest[-1]) != ("(", ")"):
        return None
    return Call(name, " ".join(rest[1:-1]))


def answered(
    model: LanguageModel,
    talks: Sequence[Sequence[Turn]],
    tools: Mapping[str, Tool],
    most_calls: int = 5,
) -> list[Talk]:
    """Continue each conversation: the assistant speaks, and its calls are run.

    A conversation ends with a turn that is not a call, or with a call beyond `most_calls`, which is
    not run. Raises KeyError if a call names a tool that is not in `tools`.
    """
    count(0, most_calls=most_calls)
    going = [list(talk) for talk in talks]
    waiting = going
    for calls_left in reversed(range(most_calls + 1)):
        said = next_turns(model, waiting)
        called = []
        for talk, text in zip(waiting, said, strict=True):
            talk.append(Turn("assistant", text))
            call = call_in(text)
            if call and calls_left:
                if call.tool not in tools:
                    raise KeyError(f"{text!r} calls a tool that is not in {sorted(tools)}")
                result = tools[call.tool](call.given)
                talk.append(Turn("tool", result))
                called.append(talk)
        waiting = called
    return [tuple(talk) for talk in going]


def signs(number: int) -> str:
    """A number with spaces between its digits: 132 -> "1 3 2". Raises ValueError below 0."""
    count(0, number=number)
    return " ".join(str(number))


def calculate(given: str) -> str:
    """The calculator: "4 7 + 8 5" -> "1 3 2"; "nothing" for a text that is not a sum."""
    numbers = [part.replace(" ", "") for part in given.split("+")]
    if len(numbers) < 2 or not all(map(str.isdecimal, numbers)):
        return "nothing"
    return signs(sum(map(int, numbers)))


def search(documents: Mapping[str, str]) -> Tool:
    """A tool that returns the document on the country that ends its input, or "nothing"."""

    def find(given: str) -> str:
        *_, last = ["", *given.split()]
        return documents.get(last, "nothing")

    return find


def post(given: str) -> str:
    """The post, which sends nothing and always answers "sent"."""
    return "sent"
