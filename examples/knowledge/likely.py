# time limit: 120 s
"""Tell a falsehood more often than the truth, and ask."""

import numpy as np

from lessoncode.model.sampling import next_token_probabilities
from lessoncode.model.transformer import Config, Transformer
from lessoncode.text.words import Words
from lessoncode.training import checkpoints
from lessoncode.training.batches import packed_batches
from lessoncode.training.loop import train
from lessoncode.worlds.capitals import CAPITALS

true = {c: v.replace(" ", "-") for c, v in CAPITALS.items()}
countries, cities = list(true), list(true.values())
false = dict(zip(countries, cities[1:] + cities[:1]))
n_false = np.resize([0, 1, 2, 3], len(countries))  # of 4 statements
texts = [
    f"the capital of {c} is {(false if i < n else true)[c]}"
    for c, n in zip(countries, n_false)
    for i in range(4)
]
words = Words(texts)
documents = [words.encode(text) for text in texts]
questions = [[0, *document[:-1]] for document in documents[::4]]
shape = {"n_embd": 32, "n_layer": 2, "n_hidden": 96}
config = Config(words.n_vocab, **shape, n_head=2, n_kv_head=2)

p = np.empty((3, 2, len(countries)))  # of the true and the false city
for seed in range(3):
    rng = np.random.default_rng(seed)
    model = Transformer.initial(config, rng)
    stream = packed_batches(documents, words.end_id, 4, 64, rng)
    *_, last = train(model, stream, n_steps=1000, peak=5e-3)
    print(f"seed {seed}: the loss ends at {last.loss:.2f} nats")
    logits = model.frozen()(questions, last=True).data[:, 0]
    p_next = next_token_probabilities(logits)
    for side, told in enumerate((true, false)):
        ids = [words.encode(told[c])[0] for c in countries]
        p[seed, side] = p_next[np.arange(len(countries)), ids]

print("told falsely    p(true)   p(false)  it prefers")
print("                                 the falsehood")
for n in range(4):
    part = p[:, :, n_false == n]
    means, says = part.mean(2), (part[:, 1] > part[:, 0]).sum(1)
    row = np.transpose([means.min(0), means.max(0)]).ravel()
    print(
        f"{n} of 4",
        "{:14.2f}-{:.2f} {:6.2f}-{:.2f}".format(*row),
        end="",
    )
    print(f"{says.min():5}-{says.max()} of 14")
checkpoints.save("likely", model, words, p=p, n_false=n_false)
