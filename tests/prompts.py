"""Ten prompts for SmolLM2: talks in its template, and plain text that it goes on with."""

from lessoncode.pretrained import smollm
from lessoncode.text.bpe import BytePairTokenizer

TALKS = [
    [("user", "What is the capital of France?")],
    [("user", "Write a short story about a lighthouse keeper who finds a message in a bottle.")],
    [("system", "You answer in one line."), ("user", "Why is the sky blue?")],
    [
        ("user", "My name is Ada."),
        ("assistant", "Hello Ada! How can I help you today?"),
        ("user", "What is 17 + 25, and what is my name?"),
    ],
    [("user", "Schreibe einen Satz über die Stadt Köln. 🙂")],
]
TEXTS = [
    "The cat sat on the",
    "def fibonacci(n):\n    ",
    "In 1969, 3 astronauts flew to the Moon. The first person who walked there was",
    "Paris is the capital of France. Rome is the capital of Italy. Madrid is the capital of",
    "Once upon a time, in a village by the sea, there lived",
]


def prompts(tokenizer: BytePairTokenizer) -> list[list[int]]:
    """The ids of all ten."""
    talks = [tokenizer.encode(smollm.chat_template(talk), allow_special=True) for talk in TALKS]
    return [*talks, *map(tokenizer.encode, TEXTS)]
