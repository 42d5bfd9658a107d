"""Remove one head of layer 24: what is lost, and what is not?"""

# --8<-- [start:one]
from lessoncode.model.sampling import next_token_probabilities
from lessoncode.pretrained import smollm

model, tokenizer = smollm.load()
n_head, n = model.config.n_head, model.config.d_head


def probabilities(text, word, heads):
    """P(word) after a text, without each of these heads, or None."""
    for layer, place, x in model.stream([tokenizer.encode(text)]):
        if (layer, place) == (23, "gathered"):
            x.data = x.data.repeat(len(heads), 0)  # a run for each
            for run, head in zip(x.data, heads):
                if head:
                    run[:, (head - 1) * n : head * n] = 0
    (token,) = tokenizer.encode(word)
    logits = model.logits(x).data[:, -1]
    return next_token_probabilities(logits)[:, token]


heads = [None, *range(1, n_head + 1)]
paris = probabilities("The capital of France is", " Paris", heads)
print(f"all heads     {paris[0]:.2f}")
for head in heads[1:]:
    print(f"without 24.{head}  {paris[head]:.2f}")
# --8<-- [end:one]

# --8<-- [start:elsewhere]
print("the last word's probability           whole  without")
for text, word in (
    ("The capital of Germany is", " Berlin"),
    ("The capital of Italy is", " Rome"),
    ("The capital of Russia is", " Moscow"),
    ("The capital of Japan is", " Tokyo"),
    ("The capital of Spain is", " Madrid"),
    ("The capital of Egypt is", " Cairo"),
    ("The language of France is", " French"),
    ("France is a country in", " Europe"),
    ("The Eiffel Tower stands in", " Paris"),
    ("The opposite of hot is", " cold"),
    ("Monday, Tuesday, Wednesday,", " Thursday"),
    ("Once upon a", " time"),
    ("A B C D A B C", " D"),
):
    whole, rest = probabilities(text, word, (None, 5))
    print(f"{text + word:36} {whole:6.2f} {rest:8.2f}")
# --8<-- [end:elsewhere]
