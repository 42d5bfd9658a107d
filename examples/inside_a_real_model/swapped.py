"""Replace one head's output at "is" by that in another sentence."""

from lessoncode.model.sampling import next_token_probabilities
from lessoncode.pretrained import smollm

model, tokenizer = smollm.load()
n_head, n = model.config.n_head, model.config.d_head
PLACE = 23, "gathered"  # what the heads of layer 24 gathered


def swapped(country, other):
    """Next-token probabilities, with each head's output swapped."""
    ids, others = (
        [tokenizer.encode(f"The capital of {name} is")]
        for name in (country, other)
    )
    (theirs,) = (
        x for *at, x in model.stream(others) if (*at,) == PLACE
    )
    for *at, x in model.stream(ids):
        if (*at,) == PLACE:
            x.data = x.data.repeat(n_head, 0)  # a run for each
            for i in range(n_head):
                head = slice(i * n, (i + 1) * n)
                x.data[i, -1, head] = theirs.data[0, -1, head]
    return next_token_probabilities(model.logits(x[:, -1]).data)


def row(p, *words):
    """The probabilities of some words, and the most likely token."""
    for word in words:
        print(f"{p[tokenizer.encode(word)[0]]:7.2f}", end="")
    print(f" {tokenizer.decode([int(p.argmax())])}")


print("swapped   Paris   Rome  most likely")
for i, p in enumerate(swapped("France", "Italy"), 1):
    print(f"24.{i}    ", end="")
    row(p, " Paris", " Rome")
print()
print("asked, 24.5 from      own  other  most likely")
for country, other, *words in (
    ("Italy", "France", " Rome", " Paris"),
    ("Germany", "Japan", " Berlin", " Tokyo"),
    ("Russia", "Spain", " Moscow", " Madrid"),
):
    print(f"{country + ', ' + other:18}", end="")
    row(swapped(country, other)[4], *words)
