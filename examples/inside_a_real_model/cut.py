"""Remove one head of layer 24: what changes, and what doesn't?"""

# --8<-- [start:one]
import numpy as np

from lessoncode.model.sampling import next_token_probabilities
from lessoncode.pretrained import smollm

model, tokenizer = smollm.load()
n_head, n = model.config.n_head, model.config.d_head


def without(heads, text, word):
    """P(word) and the two most likely tokens, without each head."""
    for layer, place, x in model.stream([tokenizer.encode(text)]):
        if (layer, place) == (23, "gathered"):
            x.data = x.data.repeat(len(heads), 0)  # a run for each
            for run, head in zip(x.data, heads):
                if head:
                    run[:, (head - 1) * n : head * n] = 0
    (token,) = tokenizer.encode(word)
    p = next_token_probabilities(model.logits(x).data[:, -1])
    best = p.argsort(1)[:, :-3:-1].tolist()
    words = [[tokenizer.decode([i]) for i in two] for two in best]
    return p[:, token], words


heads = [None, *range(1, n_head + 1)]
paris, best = without(heads, "The capital of France is", " Paris")
print("             P(Paris)  most likely")
print(f"all heads        {paris[0]:.2f} ", *best[0])
for head in heads[1:]:
    print(f"without 24.{head}     {paris[head]:.2f} ", *best[head])
# --8<-- [end:one]

# --8<-- [start:elsewhere]
overtaken = []
print("                             without: none  24.5 other  most")
print("P(the last word)                                likely")
for text, word in (
    ("The capital of Germany is", " Berlin"),
    ("The capital of Italy is", " Rome"),
    ("The capital of Russia is", " Moscow"),
    ("The capital of Japan is", " Tokyo"),
    ("The capital of Spain is", " Madrid"),
    ("The capital of Egypt is", " Cairo"),
    ("In France, people speak", " French"),
    ("France is a country in", " Europe"),
    ("The Eiffel Tower stands in", " Paris"),
    ("The opposite of hot is", " cold"),
    ("Monday, Tuesday, Wednesday,", " Thursday"),
):
    p, best = without(heads, text, word)
    others = np.delete(p, (0, 5))
    furthest = others[abs(others - p[0]).argmax()]
    row = "{:36} {:5.2f} {:5.2f} {:5.2f}"
    print(row.format(text + word, p[0], p[5], furthest), end="  ")
    print(best[5][0].strip())
    if best[0][0] == word != best[5][0]:
        overtaken.append(word.strip())
print("most likely only with 24.5:", ", ".join(overtaken))
# --8<-- [end:elsewhere]
