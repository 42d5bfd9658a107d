"""Put another sentence's vector in the place of one word."""

from lessoncode.model.sampling import next_token_probabilities
from lessoncode.training import checkpoints

trained = checkpoints.load("next_token/train")
model, words = trained.model.frozen(), trained.tokenizer
cat = "the cat that saw the bird sat on the"
dog = "the dog that saw the bird sat on the"


def stream(text):
    """All that happens to a text, place by place."""
    return model.stream([words.prompt(text)])


def seats(text, moved=None):
    """The probability of three seats, with one vector exchanged."""
    for layer, place, x in stream(text):
        if (layer, place) == (0, "mlp") and moved:
            x.data[0, moved] = dogs.data[0, moved]
    p = next_token_probabilities(model.logits(x).data[0, -1])
    ids = words.encode("mat sofa grass")
    return "  ".join(f"{share:5.2f}" for share in p[ids])


at = {(layer, place): x for layer, place, x in stream(dog)}
dogs = at[0, "mlp"]  # the dog's sentence after the first layer
print("                 mat   sofa  grass")
print("cat's sentence", seats(cat))
print("dog's sentence", seats(dog))
print("cat's, and from the dog's the vector at")
for i, word in enumerate(cat.split(), 1):
    print(f"{word:>14}", seats(cat, i))
