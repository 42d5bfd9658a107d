"""Beginnings that no document has: what do counts and models say?"""

# --8<-- [start:dog]
import numpy as np

from lessoncode.measures.information import bits
from lessoncode.measures.prediction import token_log_probs
from lessoncode.model.sampling import next_token_probabilities
from lessoncode.model.transformer import Transformer
from lessoncode.text.ngram import NGram
from lessoncode.training import checkpoints
from lessoncode.worlds.cat_and_dog import CAT_AND_DOG
from lessoncode.worlds.world import grammar

saved = checkpoints.load("next_token/train")
again = checkpoints.load("perplexity/again")  # two other seeds
words, config = saved.tokenizer, saved.model.config
third = Transformer(config, again.arrays)
models = {"seed 0": saved.model, "seed 1": again.model, "seed 2": third}
models = {name: model.frozen() for name, model in models.items()}
world = grammar(CAT_AND_DOG)
sample = world.sample(20_000, np.random.default_rng(0))
documents = [words.encode(sentence) for sentence in sample]
ngram = NGram(documents, 9, words.n_vocab, words.end_id)
shown = words.encode("mat sofa grass roof branch")


def ask(begun):
    """Print where one sits by the rule, by counts and by models."""
    ids = words.prompt(begun)
    print(begun)
    begin = sum(sentence.startswith(begun) for sentence in sample)
    met = ngram.followers(ids[-8:]).sum()  # what the 9-gram looks up
    print(f"found in the sample: {begin} times")
    print(f"its last eight words: {met} times")
    print("           mat  sofa grass  roof branch others")
    seats = CAT_AND_DOG[begun.split()[1].upper() + "_SEAT"]
    rule = [seats.get(words.words[i], 0) for i in shown]
    counted = ngram.probabilities(ids)[shown]
    rows = {"rule": rule, "9-gram": counted}
    for name, model in models.items():
        logits = model([ids]).data[0, -1]
        rows[name] = next_token_probabilities(logits)[shown]
    for name, p in rows.items():
        shares = *p, 1 - sum(p)
        print(f"{name:8}" + "".join(f"{s:6.2f}" for s in shares))


ask("the dog that saw the fish sat on the")
# --8<-- [end:dog]

# --8<-- [start:bird]
ask("the bird that saw the dog sat on the")

print("bits above the floor, in the world itself:")
texts = list(world.probabilities)
ids = [words.encode(text) for text in texts]
for name, model in models.items():
    log_p = token_log_probs(model, ids, words.end_id)
    cost = {t: bits(-p.sum()) for t, p in zip(texts, log_p)}
    print(f"{name:8} {world.mean(cost.get) - world.entropy():.3f}")
# --8<-- [end:bird]
