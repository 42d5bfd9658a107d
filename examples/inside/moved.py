"""Put another sentence's vector in the place of one word."""

from lessoncode.model.sampling import next_token_probabilities
from lessoncode.training import checkpoints

trained = checkpoints.load("next_token/train")
model, words = trained.model.frozen(), trained.tokenizer
(grass,) = words.encode("grass")
between = 0, "mlp"  # after the first layer; they are counted from 0


def vectors(text, at):
    """The vectors of a text at one point of the model."""
    stream = model.stream([words.prompt(text)])
    return {(layer, part): x for layer, part, x in stream}[at].data


def p_grass(text, other, place, at=between, of=slice(None)):
    """P(grass), with the vector at one place from the other text."""
    for layer, part, x in model.stream([words.prompt(text)]):
        if (layer, part) == at and place:  # 0: no exchange
            # The model goes on with this vector, or a part of it.
            x.data[0, place, of] = vectors(other, at)[0, place, of]
    return next_token_probabilities(model.logits(x).data[0, -1])[grass]


def row(name, *what):
    """A line: into the cat's sentence, and into the dog's."""
    pairs = (cat, dog), (dog, cat)
    found = (p_grass(*pair, *what) for pair in pairs)
    print(f"{name:15}", *(f"{p:13.2f}" for p in found))


print("probability of grass")
print("exchanged        in the cat's  in the dog's")
print("at                   sentence      sentence")
rest = "that saw the bird sat on the"
cat, dog = f"the cat {rest}", f"the dog {rest}"
labels = ["no word", "the", "(animal)", *rest.split()]
for place, word in enumerate(labels):
    row(word, place)
print("exchanged: only what a head brings")
first = slice(model.config.d_head)  # two heads, side by side
second = slice(model.config.d_head, None)
row("layer 1, head 1", 4, (0, "gathered"), first)  # at "saw"
row("layer 1, head 2", 4, (0, "gathered"), second)
row("layer 2, head 1", 9, (1, "gathered"), first)  # at the end
row("layer 2, head 2", 9, (1, "gathered"), second)
row("layer 2, both", 9, (1, "gathered"))
