"""Beginnings that no document has: what do counts and model say?"""

import numpy as np

from lessoncode.model.sampling import next_token_probabilities
from lessoncode.text.ngram import NGram
from lessoncode.training import checkpoints
from lessoncode.worlds.cat_and_dog import CAT_AND_DOG
from lessoncode.worlds.world import grammar

saved = checkpoints.load("next_token/train")
words, model = saved.tokenizer, saved.model.frozen()
sample = grammar(CAT_AND_DOG).sample(20_000, np.random.default_rng(0))
documents = [words.encode(sentence) for sentence in sample]
ngram = NGram(documents, 9, words.n_vocab, words.end_id)
shown = words.encode("mat sofa grass roof branch")

for begun in (
    "the dog that saw the fish sat on the",
    "the bird that saw the dog sat on the",
):
    ids = words.prompt(begun)
    logits = model([ids]).data[0, -1]
    print(begun)
    print("in", sum(s.startswith(begun) for s in sample), "sentences")
    met = ngram.followers(ids[-8:]).sum()  # what the 9-gram looks up
    print("its last eight words met", met, "times")
    print("           mat  sofa grass  roof branch")
    seats = CAT_AND_DOG[begun.split()[1].upper() + "_SEAT"]
    rule = [seats.get(words.words[i], 0) for i in shown]
    counted = ngram.probabilities(ids)[shown]
    ours = next_token_probabilities(logits)[shown]
    rows = {"rule": rule, "9-gram": counted, "model": ours}
    for name, p in rows.items():
        print(f"{name:8}" + "".join(f"{share:6.2f}" for share in p))
