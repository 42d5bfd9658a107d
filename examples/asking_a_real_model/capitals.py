# time limit: 60 s
"""Is the capital likelier than another well-known city?"""

# --8<-- [start:bare]
import numpy as np

from lessoncode.alignment.policy import answer_log_probs, answered
from lessoncode.pretrained import smollm

model, tokenizer = smollm.load()
CITIES = {
    "France": ("Paris", "Lyon"),
    "Germany": ("Berlin", "Munich"),
    "Italy": ("Rome", "Milan"),
    "Japan": ("Tokyo", "Osaka"),
    "Norway": ("Oslo", "Bergen"),
    "Kenya": ("Nairobi", "Mombasa"),
    "Canada": ("Ottawa", "Toronto"),
    "Australia": ("Canberra", "Sydney"),
    "Brazil": ("Brasília", "São Paulo"),
    "India": ("New Delhi", "Mumbai"),
    "Turkey": ("Ankara", "Istanbul"),
    "Nigeria": ("Abuja", "Lagos"),
    "Morocco": ("Rabat", "Casablanca"),
    "Kazakhstan": ("Astana", "Almaty"),
    "New Zealand": ("Wellington", "Auckland"),
}


def probabilities(prompts, answers):
    """P(all tokens of the answer, after its prompt)."""
    batch = answered(
        [tokenizer.encode(x, allow_special=True) for x in prompts],
        [tokenizer.encode(f" {answer}") for answer in answers],
    )
    return np.exp(answer_log_probs(model, batch).data.sum(-1))


def compare(prompts):
    """Print both cities of each country, and count."""
    capitals, others = zip(*CITIES.values(), strict=True)
    p = probabilities(prompts, capitals)
    q = probabilities(prompts, others)
    for row in zip(capitals, p, others, q, strict=True):
        print("{:10} {:.2f}   {:10} {:.2f}".format(*row))
    ahead, behind = (p > q + 0.005).sum(), (p < q - 0.005).sum()
    print("capital ahead:", ahead, " behind:", behind)
    print("capital above half:", (p > 0.5).sum())


begun = [f"The capital of {country} is" for country in CITIES]
compare(begun)
# --8<-- [end:bare]

# --8<-- [start:marked]
compare([f"<|endoftext|>{text}" for text in begun])
# --8<-- [end:marked]

# --8<-- [start:template]
asked = [f"What is the capital of {c}?" for c in CITIES]
compare(
    [
        smollm.chat_template([("user", question)]) + reply
        for question, reply in zip(asked, begun, strict=True)
    ]
)
# --8<-- [end:template]
