"""Which words go to which expert?"""

# --8<-- [start:words]
from textwrap import fill

import numpy as np

from lessoncode.measures.information import entropy
from lessoncode.model.mixture import MixtureConfig, routed
from lessoncode.training import checkpoints
from lessoncode.training.mixtures import dense_and_mixtures
from lessoncode.worlds.cat_and_dog import CAT_AND_DOG
from lessoncode.worlds.world import grammar

trained = checkpoints.load("mixture_of_experts/words")
words = trained.tokenizer
shape = words.n_vocab, 32, 2, 2, 2, 32
config = MixtureConfig(*shape, n_expert=4, n_active=1)
mixtures = dense_and_mixtures(trained, config)[1]
world = grammar(CAT_AND_DOG)


def tables(model):
    """For each layer the chance of a word and an expert."""
    found = np.zeros((2, words.n_vocab, 4))
    for sentence, p in world.probabilities.items():
        ids = np.array(words.prompt(sentence))
        for layer, place, h in model.frozen().stream(ids[None]):
            if place == "router":
                expert = routed(h, 1)[1][0, :, 0]
                np.add.at(found[layer], (ids, expert), p)
    return found / found.sum((1, 2), keepdims=True)


found = [tables(mixtures[f"mixture {seed}"]) for seed in range(3)]
for layer, table in enumerate(found[0]):
    print(f"layer {layer + 1}, seed 0")
    for expert in range(4):
        row = [
            f"{words.decode([word])} {max(p) / p.sum():.0%}"
            for word, p in enumerate(table)
            if p.sum() > 0 and p.argmax() == expert
        ]
        line = fill(", ".join(row), 42, subsequent_indent=" " * 5)
        print(f"  {expert + 1}: {line}")
# --8<-- [end:words]

# --8<-- [start:told]
seats = words.encode("mat sofa roof grass branch")


def together(table):
    """Of all uses of the places, the part at the expert with most."""
    uses = table[seats].sum(0)
    return uses.max() / uses.sum()


print("bits of which expert; told by the word  places at one expert")
print("                                         trained  untrained")
for seed, layers in enumerate(found):
    kind, rng = type(mixtures["mixture 0"]), np.random.default_rng(seed)
    world.sample(6_000, rng)  # as in training
    start = tables(kind.initial(config, rng))  # the first weights
    for layer, table in enumerate(layers):
        which = float(entropy(table.sum(0)))
        both = float(entropy(table.ravel()))
        told = which + float(entropy(table.sum(1))) - both
        name = f"seed {seed}, layer {layer + 1}"
        row = f"{which:.2f}  {told:.2f}  {told / which:.0%}"
        ends = f"{together(table):16.0%}{together(start[layer]):11.0%}"
        print(f"{name}  {row}{ends}")
# --8<-- [end:told]
