# time limit: 40 s
"""Switch off the few MLP neurons that push most for " Paris"."""

# --8<-- [start:tools]
import numpy as np

from lessoncode import figure
from lessoncode.model.layers import log_prob
from lessoncode.model.sampling import next_token_probabilities
from lessoncode.pretrained import smollm

model, tokenizer = smollm.load()
config = model.config
w = {name: p.data for name, p in model.parameters.items()}


def run(ids, held=()):
    """The end of the stream, and what every neuron does.

    Some neurons are held: each at a layer, its number, a value.
    """
    neurons = []
    for layer, place, x in model.stream(ids):
        if place == "neurons":
            for i, neuron, value in held:
                if i == layer:
                    x.data[..., neuron] = value
            neurons.append(x.data)
    return x, neurons


def pushes(begun, word):
    """What each neuron adds to the word's logit, [layer, neuron]."""
    x, all_neurons = run([tokenizer.encode(begun)])
    x = x.data[0, -1]
    scale = w["norm"] / np.sqrt(np.mean(x * x) + config.norm_eps)
    reads = w["embedding"][tokenizer.encode(word)[0]] * scale
    return np.array(
        [
            neurons[0, -1] * (reads @ w[f"layers.{i}.down"])
            for i, neurons in enumerate(all_neurons)
        ]
    )


def strongest(push, n):
    """The layers and neurons of the n largest."""
    order = np.argsort(-push, axis=None)[:n]
    return np.transpose(np.unravel_index(order, push.shape)).tolist()
# --8<-- [end:tools]

# --8<-- [start:find]
push = pushes("The capital of France is", " Paris")
print(push.size, "neurons; all together add", f"{push.sum():.1f}")
for_berlin = pushes("The capital of France is", " Berlin")
print("layer  neuron  Paris  Berlin")
for layer, neuron in strongest(push, 12):
    adds = push[layer, neuron], for_berlin[layer, neuron]
    print("{:5} {:7} {:6.2f} {:7.2f}".format(layer + 1, neuron, *adds))
ten = tuple(np.transpose(strongest(push, 10)))
print("of the first ten, harder for", end="")
for city in ("Berlin", "Rome", "Tokyo"):
    other = pushes("The capital of France is", f" {city}")
    print(f" {city} {(other[ten] > push[ten]).sum()}", end="")
print()

fig, axes = figure.canvas(height=2.6)
layers, numbers = np.nonzero(abs(push) > 0.1)
spread = layers + 0.7 + 0.6 * numbers / config.n_hidden
axes.plot(spread, push[layers, numbers].round(2), ".", alpha=0.6)
axes.set(xlabel="layer", ylabel="adds to the logit of Paris")
axes.set_xlim(0, 31)
words = "the strongest are\nin the last layers"
axes.text(27.5, 1.9, words, ha="right", va="center")
alt = (
    "A dot for each neuron that pushes noticeably for or against "
    "Paris, by its layer. Up to layer 20 there are few. In the last "
    "three layers there are many, and a few push far more than the "
    "rest."
)
caption = (
    "Neurons that push for Paris: each dot is one that noticeably "
    "raises or lowers the logit of Paris."
)
figure.save(fig, "pushes", alt, caption)
# --8<-- [end:find]

# --8<-- [start:off]
CAPITALS = {
    "France": "Paris",
    "Germany": "Berlin",
    "Italy": "Rome",
    "Japan": "Tokyo",
    "Greece": "Athens",
    "Kenya": "Nairobi",
}
begun = [f"The capital of {country} is" for country in CAPITALS]
begun = [tokenizer.encode(text) for text in begun]
cities = [tokenizer.encode(f" {city}") for city in CAPITALS.values()]


def chances(held):
    """P of six capitals, some neurons held."""
    x, _ = run(begun, held)
    p = next_token_probabilities(model.logits(x[:, -1]).data)
    return np.take_along_axis(p, np.array(cities), -1)[:, 0].round(2)


def show(name, held):
    """Print and return P of six capitals, some neurons held."""
    p = chances(held)
    print(f"{name:10}", *(f"{x:6.2f}" for x in p))
    return p


def at_zero(neurons):
    """These neurons with the value 0."""
    return [(*place, 0) for place in neurons]


print(" " * 10, *(f"{city[:6]:>6}" for city in CAPITALS.values()))
whole = show("all on", ())
for n in (1, 2, 5, 10, 20):
    show(f"{n} off", at_zero(strongest(push, n)))
# --8<-- [end:off]

# --8<-- [start:controls]
paris = strongest(push, 10)
berlin = strongest(pushes("The capital of Germany is", " Berlin"), 10)
BEGUN = {
    "time": "Once upon a",
    "mice": "The plural of mouse is",
    "Au": "The chemical symbol for gold is",
    "cold": "The opposite of hot is",
    "Thursday": "Monday, Tuesday, Wednesday,",
}
text = (
    "It rained on the morning of the fair, and nobody had thought of "
    "the roof. The two sisters who ran the bakery carried their trays "
    "under an old tablecloth, past the fountain and the closed bank, "
    "while the mayor tried to hold up a sign with both hands."
)
text = np.array([tokenizer.encode(text)])


def loss(held):
    """What a token of a plain text costs, in bits."""
    x, _ = run(text[:, :-1], held)
    log_p = log_prob(model.logits(x), text[:, 1:]).data
    return -log_p.mean() / np.log(2)


print(f"bits, all on       {loss(()):.2f}")
_, all_neurons = run(text[:, :-1])
usual = [neurons.mean((0, 1)) for neurons in all_neurons]
at_mean = [(layer, j, usual[layer][j]) for layer, j in paris]
print(f"bits, 10 at zero   {loss(at_zero(paris)):.2f}")
print(" " * 10, *(f"{city[:6]:>6}" for city in CAPITALS.values()))
show("unchanged", ())
off = show("for Paris", at_zero(paris))
show("at usual", at_mean)
show("for Berlin", at_zero(berlin))
paris_too, shared = set(map(tuple, paris)), []
for word, start in BEGUN.items():
    neurons = strongest(pushes(start, f" {word}"), 10)
    show(word, at_zero(neurons))
    shared.append(len(paris_too & set(map(tuple, neurons))))
rng, others = np.random.default_rng(0), []
for _ in range(3):
    shuffled = rng.permutation([layer for layer, _ in paris])
    random = [(i, rng.integers(config.n_hidden)) for i in shuffled]
    others.append(chances(at_zero(random)))
largest = abs(np.array(others) - whole).max()
print(f"largest change by random ones: {largest:.2f}")
for country, city in list(CAPITALS.items())[1:]:
    push_too = pushes(f"The capital of {country} is", f" {city}")
    also = paris_too & set(map(tuple, strongest(push_too, 10)))
    print(f"shared by Paris and {city}: {len(also)} of 10")
print(f"shared with other words: {min(shared)} to {max(shared)}")

fig, axes = figure.canvas(height=2.9)
rows, colours = np.arange(6), figure.COLOURS
axes.hlines(rows, off, whole, color=colours["grid"])
for random in others:
    axes.plot(random, rows, "|", color=colours["accent"], ms=12)
axes.plot(whole, rows, "o", color=colours["muted"])
axes.plot(off, rows, "o", color=colours["second"])
says = "ten for Paris off"
axes.text(0.01, -0.62, says, color=colours["second"])
axes.text(0.81, -0.62, "all on", color=colours["muted"])
says = "ten random\nones off"
axes.text(0.74, -0.5, says, color=colours["accent"], ha="right")
axes.set_yticks(rows, CAPITALS.values())
axes.set(xlim=(-0.02, 1), ylim=(5.5, -1.2))
axes.set_xlabel("probability of the capital")
alt = (
    "Six capitals, with their probability when all neurons are on, "
    "when ten random neurons are off, and when the ten are off that "
    "push hardest for Paris. Random neurons change little. Without the "
    "ten for Paris, all six capitals are near 0."
)
caption = (
    "Ten neurons for Paris: without them, Paris becomes very unlikely "
    "as the next word, and so do five other capitals."
)
figure.save(fig, "fall", alt, caption)
# --8<-- [end:controls]

# --8<-- [start:says]
def last(ids, held):
    """The probability of each next token: [n_rows, n_vocab]."""
    x, _ = run(ids, held)
    return next_token_probabilities(model.logits(x[:, -1]).data)


off = at_zero(paris)
for name, held in (("all on", ()), ("ten for Paris off", off)):
    print(f"{name}: likeliest token, rank of the capital")
    p = last(begun, held)
    for row, city, country in zip(p, cities, CAPITALS):
        token = tokenizer.decode([int(row.argmax())])
        print(f"  {country:8}{token:8}{1 + (row > row[city]).sum():3}")

print("what it writes without the ten")
rows = begun
for _ in range(7):
    rows = [[*row, int(i)] for row, i in zip(rows, p.argmax(-1))]
    p = last(rows, off)
for row, country in zip(rows, CAPITALS):
    text = tokenizer.decode(row[len(begun[0]) :]).split("\n")[0]
    print(f"  {country:8}{text}")

OTHERS = {
    "The first president of the United States was George": "Washington",
    "The chemical symbol for gold is": "Au",
    "The plural of mouse is": "mice",
}
print("other words: all on, ten for Paris off")
for start, word in OTHERS.items():
    ids = [tokenizer.encode(start)]
    i = tokenizer.encode(f" {word}")[0]
    both = [last(ids, held)[0] for held in ((), off)]
    print(f"  {word:11}", *(f"{p[i]:.2f}" for p in both))
    if word == "Washington":
        p, says = both[1], tokenizer.decode([int(both[1].argmax())])
        print(f"    ten for Paris off: {says.strip()} {p.max():.2f}")
# --8<-- [end:says]
