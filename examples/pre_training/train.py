# time limit: 120 s
"""Pre-train a small model, and look at it on the way."""

# --8<-- [start:model]
import numpy as np

from lessoncode.model.transformer import Config, Transformer
from lessoncode.text import bpe_training
from lessoncode.text.bpe import BytePairTokenizer
from lessoncode.text.split import GPT2_SPLIT
from lessoncode.text.tokenizer import END
from lessoncode.worlds import corpus

rng = np.random.default_rng(0)
texts = corpus.documents(rng)
ranks = bpe_training.train("\n".join(texts), 60)
end = len(ranks)
tokenizer = BytePairTokenizer(ranks, GPT2_SPLIT, {END: end})
documents = [tokenizer.encode(text) for text in texts]

# numbers in a vector, layers, width of the network after attention
shape = {"n_embd": 64, "n_layer": 2, "n_hidden": 128}
heads = {"n_head": 4, "n_kv_head": 4}
config = Config(tokenizer.n_vocab, **shape, **heads)
model = Transformer.initial(config, rng)

n_tokens = sum(len(document) + 1 for document in documents)
n_parameters = model.n_parameters
print(f"{len(texts):,} documents of {n_tokens:,} tokens")
# with the end mark, which is in no document
n_met = len({i for document in documents for i in document}) + 1
print(f"{config.n_vocab} tokens in the vocabulary")
print(f"{n_met} of them in the corpus")
print(f"{n_parameters:,} parameters")
# --8<-- [end:model]

# --8<-- [start:measures]
from lessoncode.measures.prediction import (
    greedy_matches,
    token_log_probs,
)
from lessoncode.model.generate import generate_batch
from lessoncode.worlds.capitals import CAPITALS
from lessoncode.worlds.world import facts

letters, words = set("".join(texts)), set(" ".join(texts).split())
fresh = corpus.world().sample(500, np.random.default_rng(1))
read, pairs = set(texts), []  # unread sentences, right and wrong
for same_number in (True, False):
    both = corpus.minimal_pairs(same_number)
    for singular in (True, False):
        new = [pair for pair in both if pair[0] not in read]
        new = [p for p in new if p[0].endswith("s.") == singular]
        pairs.append(list(zip(*new[:: len(new) // 50])))


def cut(texts, after):
    """The beginnings of documents and their ends, as ids."""
    parts = [text.partition(after) for text in texts]
    prompts = [tokenizer.prompt(a + b) for a, b, _ in parts]
    return prompts, [[*tokenizer.encode(c), end] for _, _, c in parts]


capitals = facts(corpus.FACT, CAPITALS, dict.fromkeys(CAPITALS, 1))
sums, kept_back = corpus.all_sums()
questions = {"facts": cut(capitals, " is"), "sums": cut(sums, " =")}
questions["kept_back"] = cut(kept_back, " =")


def log_p(model, texts):
    """The log-probability of each token of each document."""
    ids = [tokenizer.encode(text) for text in texts]
    return token_log_probs(model, ids, end)


def agreement(model, right, wrong):
    """How often the right form is likelier, and its mean share."""
    sums = [[p.sum() for p in log_p(model, t)] for t in (right, wrong)]
    lead = np.subtract(*sums)
    return np.mean(lead > 0), np.mean(1 / (1 + np.exp(-lead)))


def look(model, said):
    """What the model can do; `said` are documents that it wrote."""
    seen = {k: greedy_matches(model, *q) for k, q in questions.items()}
    verbs = [agreement(model, *pair) for pair in pairs]
    seen["agreement"] = np.reshape(verbs, (2, 2, 2))
    seen["letters"] = np.mean([c in letters for c in "".join(said)])
    spoken = " ".join(said).split()
    seen["words"] = np.mean([word in words for word in spoken])
    seen["validation"] = -np.concatenate(log_p(model, fresh)).mean()
    return seen
# --8<-- [end:measures]


# --8<-- [start:course]
from lessoncode.training import checkpoints
from lessoncode.training.batches import packed_batches
from lessoncode.training.loop import train

steps = [0, 10, 20, 30, 50, 75, 100, 125, 150, 200, 250, 300]
steps += range(400, 1001, 100)
looks, losses = [], []


def report(step):
    """Let the model write, show some of it, and measure."""
    prompts, dice = [[end]] * 200, np.random.default_rng(2)
    ids = generate_batch(model, prompts, 40, dice, stop=end)
    rows = ([i for i in row if i != end] for row in ids)
    said = [tokenizer.decode(row) for row in rows]
    looks.append(look(model.frozen(), said))
    if step in (0, 50, 300, 1000):
        print("step", step)
        for text in said[:5]:
            plain = (c if " " <= c <= "~" else "·" for c in text)
            print("  " + "".join(plain)[:42])


report(0)
stream = packed_batches(documents, end, n_batch=32, n_seq=64, rng=rng)
for step in train(model, stream, n_steps=1000, peak=3e-3):
    losses.append(step.loss)
    if step.number in steps:
        report(step.number)

course = {key: np.array([x[key] for x in looks]) for key in looks[0]}
course |= {"steps": np.array(steps), "losses": np.array(losses)}
checkpoints.save("train", model, tokenizer, **course)
# --8<-- [end:course]
