# time limit: 120 s
"""A line in the prompt against what the weights hold."""

# --8<-- [start:future]
import numpy as np

from lessoncode.model.generate import generate_answers
from lessoncode.model.sampling import GREEDY
from lessoncode.pretrained import smollm

smol = smollm.load()
END = smol.tokenizer.special_tokens["<|im_end|>"]


def after(messages, begun):
    """P(next token) after messages and the beginnings of replies."""
    prompts = [
        smollm.chat_template([("user", message)]) + reply
        for message, reply in zip(messages, begun, strict=True)
    ]
    return smol.next_token_probabilities(prompts)


def of(words, p):
    """The probability of each word, one token, in its row of p."""
    tokens = [smol.tokenizer.encode(f" {word}") for word in words]
    return np.take_along_axis(p, np.array(tokens), -1)[:, 0]


def named(words, messages):
    """How many of the model's own answers name their word."""
    asked = [smollm.chat_template([("user", m)]) for m in messages]
    ids = [smol.tokenizer.encode(text, True) for text in asked]
    how = {"sampling": GREEDY, "stop": END}
    drawn = generate_answers(smol.model, ids, 16, **how)
    said = map(smol.tokenizer.decode, drawn)
    return sum(w in text for w, text in zip(words, said, strict=True))


teams = ["Brazil", "Japan", "Morocco", "Ghana", "Norway", "Peru"]
cup = "the 2034 football World Cup"
question = f"Who won {cup}?"
begun = ["The 2034 football World Cup was won by"]
without = after([question], begun).repeat(len(teams), 0)
columns = [of(teams, without)]
counts = [named(teams, [question] * len(teams))]
for note in (f"won {cup}", f"did not win {cup}", "is a country"):
    messages = [f"Note: {team} {note}. {question}" for team in teams]
    columns.append(of(teams, after(messages, begun * len(teams))))
    counts.append(named(teams, messages))
print("         no note   won  not won  a country")
for row in zip(teams, *columns, strict=True):
    print("{:8} {:7.2f} {:5.2f} {:8.2f} {:10.2f}".format(*row))
print("named in {:7} {:5} {:8} {:10}".format(*counts))
# --8<-- [end:future]

# --8<-- [start:wrong]
CITIES = {
    "France": ("Paris", "Lyon"),
    "Germany": ("Berlin", "Munich"),
    "Italy": ("Rome", "Milan"),
    "Spain": ("Madrid", "Barcelona"),
    "Japan": ("Tokyo", "Kyoto"),
    "Greece": ("Athens", "Sparta"),
    "Canada": ("Ottawa", "Toronto"),
    "China": ("Beijing", "Shanghai"),
    "Egypt": ("Cairo", "Alexandria"),
    "Australia": ("Canberra", "Sydney"),
}
NOTES = {
    "none": "",
    "same words": "The capital of {} is {}. ",
    "with not": "The capital of {} is not {}. ",
    "lived": "I once lived in {1}. ",
}
right, wrong = zip(*CITIES.values(), strict=True)
begun = [f"The capital of {country} is" for country in CITIES]
pairs = {}
for name, note in NOTES.items():
    messages = [
        note.format(c, city) + f"What is the capital of {c}?"
        for c, city in zip(CITIES, wrong, strict=True)
    ]
    p = after(messages, begun)
    pairs[name] = of(right, p), of(wrong, p), named(right, messages)
print("          no note  same words")
print("            right  right  wrong")
columns = pairs["none"][0], *pairs["same words"][:2]
for row in zip(right, *columns, wrong, strict=True):
    print("{:10} {:6.2f} {:6.2f} {:6.2f}  {}".format(*row))
print()
print("note        mean right  wrong  wrong is ahead  right is named")
for name, (p, q, n) in pairs.items():
    print(f"{name:10} {p.mean():11.2f} {q.mean():6.2f}", end="")
    print(f"{(q > p).sum():6} of {len(p)}{n:10} of {len(p)}")
# --8<-- [end:wrong]
