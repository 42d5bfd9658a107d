"""How many bits each word of one sentence costs."""

import numpy as np

from lessoncode import checkpoints, figure
from lessoncode.measures import token_log_probs
from lessoncode.ngram import NGram
from lessoncode.worlds import CAT_AND_DOG, grammar

saved = checkpoints.load("next_token/train")
words, model = saved.tokenizer, saved.model.frozen()
rng = np.random.default_rng(0)
sample = grammar(CAT_AND_DOG).sample(20_000, rng)
documents = [words.encode(sentence) for sentence in sample]
bigram = NGram(documents, 2, words.n_vocab, words.end_id)

sentence = "the cat that saw the dog sat on the sofa and purred"
ids = words.encode(sentence)
ours = -token_log_probs(model, [ids], words.end_id)[0] / np.log(2)
counted = -bigram.log_probs(ids) / np.log(2)

labels = [*sentence.split(), "(end)"]
print("word     model  bigram   bits")
for row in zip(labels, ours, counted):
    print("{:7} {:6.2f} {:7.2f}".format(*row))
print(f"sum     {ours.sum():6.2f} {counted.sum():7.2f}")

fig, axes = figure.canvas(height=3.4)
places = np.arange(len(labels))
axes.barh(places - 0.2, ours, 0.36, label="model")
axes.barh(places + 0.2, counted, 0.36, label="bigram")
axes.set_yticks(places, labels)
axes.set(xlabel="surprise in bits", ylim=(len(labels) - 0.4, -0.6))
axes.legend()
alt = (
    "Two bars for each word of the sentence. The model is surprised "
    "where the world leaves a choice: by cat, that, dog, most by sofa; "
    "the bigram is surprised by nearly every word."
)
figure.save(fig, "surprise", alt)
