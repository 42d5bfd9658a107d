"""Put what one head brings in another sentence in its place."""

from lessoncode.model.attention import attention_weights
from lessoncode.model.sampling import next_token_probabilities
from lessoncode.training import checkpoints

trained = checkpoints.load("next_token/train")
model, words = trained.model.frozen(), trained.tokenizer
(grass,) = words.encode("grass")
size = model.config.d_head
rest = "that saw the bird sat on the"
cat, dog = f"the cat {rest}", f"the dog {rest}"
labels = ["end", *cat.split()]
saw, last = labels.index("saw"), len(labels) - 1


def brought(text, layer, place):
    """What the heads of a layer bring to a word, side by side."""
    stream = model.stream([words.prompt(text)])
    parts = {(layer, part): x for layer, part, x in stream}
    return parts[layer, "gathered"].data[0, place]


def p_grass(text, other, layer, place, heads):
    """P(grass), with what some heads bring from the other text."""
    for at, part, x in model.stream([words.prompt(text)]):
        if (at, part) == (layer, "gathered"):
            theirs = brought(other, layer, place)
            for head in heads:
                own = slice(head * size, (head + 1) * size)
                x.data[0, place, own] = theirs[own]
    p = next_token_probabilities(model.logits(x).data[0, -1])
    return float(p[grass])


def most(text, head):
    """From where the last word takes most in layer 2, in one head."""
    for layer, part, x in model.stream([words.prompt(text)]):
        if (layer, part) == (1, "qkv"):
            shares = attention_weights(x, model.config.heads)
    share = shares[0, head, last]
    return f"{['end', *text.split()][share.argmax()]} {share.max():.0%}"


print("probability of grass")
print("exchanged         in the cat's  in the dog's")
print("                      sentence      sentence")
numbers = {"head 1": [0], "head 2": [1], "both": [0, 1]}
for layer, place in (0, saw), (1, last):
    print(f'at "{labels[place]}"')
    for name, heads in numbers.items():
        pairs = (cat, dog), (dog, cat)
        row = (p_grass(*pair, layer, place, heads) for pair in pairs)
        print(f"layer {layer + 1}, {name:7}", end="")
        print(*(f"{p:14.2f}" for p in row), sep="")
print('where "the" looks most in layer 2')
for head in range(2):
    row = (most(text, head) for text in (cat, dog))
    print(f"head {head + 1} looks at  ", *(f"{x:>12}" for x in row))
