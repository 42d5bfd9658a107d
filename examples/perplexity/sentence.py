"""How many bits each word of one sentence costs."""

import numpy as np

from lessoncode import figure
from lessoncode.measures.prediction import token_log_probs
from lessoncode.text.ngram import NGram
from lessoncode.training import checkpoints
from lessoncode.worlds.cat_and_dog import CAT_AND_DOG
from lessoncode.worlds.world import grammar


def draw(ours, counted, labels):
    """Two bars for each word, the model's filled."""
    fig, axes = figure.canvas(height=3.2)
    axes.barh([i - 0.2 for i in range(13)], ours, 0.36)
    counts = figure.COLOURS["second"]
    style = {"facecolor": "none", "edgecolor": counts}
    axes.barh([i + 0.2 for i in range(13)], counted, 0.36, **style)
    model = figure.COLOURS["accent"]
    axes.text(2.3, 8.65, "model", va="center", color=model)
    axes.text(4.05, 9.2, "bigram", va="center", color=counts)
    words = "it reads only the word before"
    axes.text(1.2, 6.2, words, va="center", color=counts)
    axes.set_yticks(range(13), labels)
    axes.set(xlabel="surprise in bits", ylim=(12.6, -0.6))
    alt = (
        "Two bars for each word. The model has bars at cat, that, dog, "
        "sofa and 'and', the bigram longer ones at the same words, and "
        "two more at sat and purred."
    )
    caption = (
        "Surprise at each word: the model is surprised where the world "
        "has a choice, the bigram also by what it has forgotten."
    )
    figure.save(fig, "sentence", alt, caption)


saved = checkpoints.load("next_token/train")
words, model = saved.tokenizer, saved.model.frozen()
world, rng = grammar(CAT_AND_DOG), np.random.default_rng(0)
documents = [words.encode(s) for s in world.sample(20_000, rng)]
bigram = NGram(documents, 2, words.n_vocab, words.end_id)

sentence = "the cat that saw the dog sat on the sofa and purred"
ids = words.encode(sentence)
ours = -token_log_probs(model, [ids], words.end_id)[0] / np.log(2)
counted = -bigram.log_probs(ids) / np.log(2)
truth = world.next_token(words)
told = [*ids, words.end_id]
p = [truth[tuple(ids[:i])][word] for i, word in enumerate(told)]
least = np.log2(np.divide(1, p))  # of whoever knows the rules

print("         surprise in bits")
print("          truth  model  bigram")
labels = [*sentence.split(), "(end)"]
for row in zip(labels, least, ours, counted):
    print("{:8} {:6.2f} {:6.2f} {:7.2f}".format(*row))
sums = least.sum(), ours.sum(), counted.sum()
print("{:8} {:6.2f} {:6.2f} {:7.2f}".format("sum", *sums))
draw(ours, counted, labels)
