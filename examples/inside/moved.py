"""Put another sentence's vector in the place of one word."""

import numpy as np

from lessoncode.model.layers import embedding, linear, rms_norm
from lessoncode.model.sampling import next_token_probabilities
from lessoncode.training import checkpoints

trained = checkpoints.load("next_token/train")
model, words = trained.model.frozen(), trained.tokenizer
eps = model.config.norm_eps
cat = "the cat that saw the bird sat on the"
dog = "the dog that saw the bird sat on the"


def first_layer(text):
    ids = [words.end_id, *words.encode(text)]
    x = embedding(model.parameters["embedding"], np.array([ids]))
    return model.block(x, model.layer(0))


def seats(x):
    """The rest of the model, and the probability of three seats."""
    x = model.block(x, model.layer(1))
    x = rms_norm(x, model.parameters["norm"], eps)
    logits = linear(x, model.parameters["embedding"]).data[0, -1]
    p = next_token_probabilities(logits)
    ids = words.encode("mat sofa grass")
    return "  ".join(f"{share:5.2f}" for share in p[ids])


print("                 mat   sofa  grass")
print("cat's sentence", seats(first_layer(cat)))
print("dog's sentence", seats(first_layer(dog)))
print("cat's, and from the dog's the vector at")
for i, word in enumerate(cat.split(), 1):
    x = first_layer(cat)
    x.data[0, i] = first_layer(dog).data[0, i]
    print(f"{word:>14}", seats(x))
