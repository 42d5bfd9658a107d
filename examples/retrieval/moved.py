"""A fact moves to another document, and no weight changes."""

from hashlib import sha256

import numpy as np

from lessoncode.model.transformer import Config, Transformer
from lessoncode.text.words import Words
from lessoncode.training.batches import packed_batches
from lessoncode.training.loop import train

cities = {"norway": "oslo", "peru": "lima", "egypt": "cairo"}
facts = [f"the capital of {c} is {city}" for c, city in cities.items()]
oslo, lima, cairo = facts
library = {"atlas": [oslo, lima], "diary of a sailor": [cairo]}
moved = {"atlas": [oslo], "diary of a sailor": [cairo, lima]}


def fingerprint(library):
    """Of all weights, after training on the library's sentences."""
    texts = sorted(t for document in library.values() for t in document)
    words = Words(texts)
    rng = np.random.default_rng(0)
    config = Config(words.n_vocab, 16, 1, 2, 2, 32)
    model = Transformer.initial(config, rng)
    documents = [words.encode(text) for text in texts]
    stream = packed_batches(documents, words.end_id, 4, 16, rng)
    for _ in train(model, stream, n_steps=30, peak=2e-3):
        pass
    weights = [p.data.tobytes() for p in model.parameters.values()]
    return sha256(b"".join(weights)).hexdigest()[:16]


prints = []
for shelves in (library, moved):
    place = next(d for d, texts in shelves.items() if lima in texts)
    prints.append(fingerprint(shelves))
    print("lima is in:", place)
print("the same weights:", prints[0] == prints[1])
