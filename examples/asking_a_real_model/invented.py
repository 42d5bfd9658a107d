# time limit: 60 s
"""Ask about what there is, and about what we made up."""

# --8<-- [start:ask]
import re
from textwrap import fill

from lessoncode.model.generate import generate_answers
from lessoncode.model.sampling import GREEDY
from lessoncode.pretrained import smollm

model, tokenizer = smollm.load()
END = tokenizer.special_tokens["<|im_end|>"]
ASK = {
    "country": "What is the capital of {}?",
    "physicist": "In what year was the physicist {} born?",
    "novel": 'Who wrote the novel "{}"?',
}
REAL = {
    ("country", "Norway"): "Oslo",
    ("country", "Egypt"): "Cairo",
    ("country", "Poland"): "Warsaw",
    ("country", "Cuba"): "Havana",
    ("physicist", "Niels Bohr"): "1885",
    ("physicist", "Werner Heisenberg"): "1901",
    ("physicist", "Ludwig Boltzmann"): "1844",
    ("physicist", "Richard Feynman"): "1918",
    ("novel", "Don Quixote"): "Cervantes",
    ("novel", "The Remains of the Day"): "Ishiguro",
    ("novel", "Wuthering Heights"): "Bront",
    ("novel", "Brave New World"): "Huxley",
}
INVENTED = [
    ("country", "Karmistan"),
    ("country", "Pelluria"),
    ("country", "Drovenia"),
    ("country", "Mirakand"),
    ("physicist", "Aldo Brennick"),
    ("physicist", "Hugo Dallwick"),
    ("physicist", "Julia Bransk"),
    ("physicist", "Emil Sandrop"),
    ("novel", "Night over Alverton"),
    ("novel", "The Salt Orchard"),
    ("novel", "The Amber Turnpike"),
    ("novel", "The Clock Also Dreams"),
]
ABSTAINS = re.compile(
    r"n't|\bnot\b|\bno\b|unknown|unclear|unable|sorry|cannot"
    r"|fiction|imagin|made.up|invented",
    re.IGNORECASE,
)


def ask(things):
    """The most likely answer to each question, up to 30 tokens."""
    prompts = []
    for kind, name in things:
        text = smollm.chat_template([("user", ASK[kind].format(name))])
        prompts.append(tokenizer.encode(text, allow_special=True))
    how = {"sampling": GREEDY, "stop": END}
    drawn = generate_answers(model, prompts, 30, **how)
    texts = (tokenizer.decode(i for i in a if i != END) for a in drawn)
    said = (text.replace("\n", " ") for text in texts)
    return dict(zip(things, said, strict=True))


answers = ask([*REAL, *INVENTED])
print("          asked  abstains  right")
for name, things in (("real", REAL), ("invented", INVENTED)):
    said = [answers[thing] for thing in things]
    abstains = sum(bool(ABSTAINS.search(text)) for text in said)
    print(f"{name:10}{len(said):5}{abstains:10}", end="")
    if things is REAL:
        print(f"{sum(REAL[x] in answers[x] for x in REAL):7}", end="")
    print()
# --8<-- [end:ask]

# --8<-- [start:show]
for thing in INVENTED:
    print(fill(answers[thing], 64, subsequent_indent="  "))
# --8<-- [end:show]
# --8<-- [start:real]
for thing in REAL:
    print(fill(answers[thing], 64, subsequent_indent="  "))
# --8<-- [end:real]
