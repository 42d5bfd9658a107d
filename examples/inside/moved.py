"""Put another sentence's vector in the place of one word."""

from lessoncode.model.sampling import next_token_probabilities
from lessoncode.training import checkpoints

trained = checkpoints.load("next_token/train")
model, words = trained.model.frozen(), trained.tokenizer
grass = words.encode("grass")


def after_first_layer(text):
    """The vectors of a text between the two layers."""
    stream = model.stream([words.prompt(text)])
    parts = {(layer, part): x for layer, part, x in stream}
    return parts[0, "mlp"].data  # layers are counted from 0


def p_grass(text, other, place):
    """P(grass), with the vector at one place from the other text."""
    for layer, part, x in model.stream([words.prompt(text)]):
        if (layer, part) == (0, "mlp") and place:  # 0: no exchange
            # The model goes on with this vector.
            x.data[0, place] = after_first_layer(other)[0, place]
    p = next_token_probabilities(model.logits(x).data[0, -1])
    return float(p[grass].sum())


print("probability of grass")
print("exchanged  in the cat's  in the dog's")
print("at             sentence      sentence")
rest = "that saw the bird sat on the"
cat, dog = f"the cat {rest}", f"the dog {rest}"
labels = ["no word", "the", "(animal)", *rest.split()]
for place, word in enumerate(labels):
    pairs = (cat, dog, place), (dog, cat, place)
    print(f"{word:9}", *(f"{p_grass(*pair):13.2f}" for pair in pairs))
