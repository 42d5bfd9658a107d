"""The same fact from its two ends."""

import numpy as np

from lessoncode.alignment.policy import answer_log_probs, answered
from lessoncode.pretrained import smollm

model, tokenizer = smollm.load()
CAPITALS = {
    "France": "Paris",
    "Germany": "Berlin",
    "Italy": "Rome",
    "Japan": "Tokyo",
    "Greece": "Athens",
    "China": "Beijing",
    "Sweden": "Stockholm",
    "Portugal": "Lisbon",
}


def probabilities(prompts, answers):
    """P(answer | prompt), over all its tokens."""
    batch = answered(
        [tokenizer.encode(text) for text in prompts],
        [tokenizer.encode(f" {answer}") for answer in answers],
    )
    return np.exp(answer_log_probs(model, batch).data.sum(-1))


there = [f"The capital of {country} is" for country in CAPITALS]
back = [f"{city} is the capital of" for city in CAPITALS.values()]
forward = probabilities(there, CAPITALS.values())
backward = probabilities(back, CAPITALS)
print("           its capital  its country")
for row in zip(CAPITALS, forward, backward, strict=True):
    print("{:10} {:11.2f} {:12.2f}".format(*row))
print(f"mean {forward.mean():17.2f} {backward.mean():12.2f}")
