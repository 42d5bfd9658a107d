# time limit: 120 s
"""The same run with another seed: another corpus, another start."""

import numpy as np

from lessoncode.measures.prediction import (
    greedy_matches,
    token_log_probs,
)
from lessoncode.model.generate import generate_batch
from lessoncode.model.transformer import Config, Transformer
from lessoncode.text import bpe_training
from lessoncode.text.bpe import BytePairTokenizer
from lessoncode.text.split import GPT2_SPLIT
from lessoncode.text.tokenizer import END
from lessoncode.training import checkpoints
from lessoncode.training.batches import packed_batches
from lessoncode.training.loop import train
from lessoncode.worlds import corpus
from lessoncode.worlds.capitals import CAPITALS
from lessoncode.worlds.world import facts

rng = np.random.default_rng(1)
texts = corpus.documents(rng)
ranks = bpe_training.train("\n".join(texts), 60)
end = len(ranks)
tokenizer = BytePairTokenizer(ranks, GPT2_SPLIT, {END: end})
shape = {"n_embd": 64, "n_layer": 2, "n_hidden": 128}
config = Config(tokenizer.n_vocab, **shape, n_head=4, n_kv_head=4)
model = Transformer.initial(config, rng)

letters, words = set("".join(texts)), set(" ".join(texts).split())
capitals = facts(corpus.FACT, CAPITALS, dict.fromkeys(CAPITALS, 1))
sums, kept_back = corpus.all_sums()
read, pairs = set(texts), []  # unread sentences, right and wrong
both = corpus.minimal_pairs(same_number=False)
for singular in (True, False):
    new = [pair for pair in both if pair[0] not in read]
    new = [p for p in new if p[0].endswith("s.") == singular]
    pairs.append(list(zip(*new[:: len(new) // 50])))


def completed(texts, after):
    """Which of the texts the model completes correctly."""
    parts = [text.partition(after) for text in texts]
    prompts = [tokenizer.prompt(a + b) for a, b, _ in parts]
    ends = [[*tokenizer.encode(c), end] for *_, c in parts]
    return greedy_matches(model.frozen(), prompts, ends)


def log_p(texts):
    """The log-probability of each text."""
    ids = [tokenizer.encode(text) for text in texts]
    rows = token_log_probs(model.frozen(), ids, end)
    return np.array([row.sum() for row in rows])


def agreement(right, wrong):
    """How often the right form is more likely, and its mean share."""
    lead = log_p(right) - log_p(wrong)
    return np.mean(lead > 0), np.mean(1 / (1 + np.exp(-lead)))


def look():
    """What the model can do."""
    prompts, dice = [[end]] * 200, np.random.default_rng(2)
    ids = generate_batch(model.frozen(), prompts, 40, dice, stop=end)
    said = [tokenizer.decode(i for i in row if i != end) for row in ids]
    spoken = " ".join(said).split()
    return {
        "letters": np.mean([c in letters for c in "".join(said)]),
        "words": np.mean([word in words for word in spoken]),
        "verbs": [agreement(*pair) for pair in pairs],
        "facts": completed(capitals, " is"),
        "sums": completed(sums, " ="),
        "kept_back": completed(kept_back, " ="),
    }


steps = 0, 20, 50, 75, 100, 125, 150, 200, 300, 500, 700, 1000
looks = [look()]
documents = [tokenizer.encode(text) for text in texts]
stream = packed_batches(documents, end, 32, 64, rng)
for step in train(model, stream, n_steps=1000, peak=3e-3):
    if step.number in steps:
        looks.append(look())
print(f"the loss ends at {step.loss:.2f} nats")

course = {key: np.array([x[key] for x in looks]) for key in looks[0]}
course["steps"] = np.array(steps)
checkpoints.save("second", model, tokenizer, **course)
