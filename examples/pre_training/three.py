# time limit: 90 s
"""Three runs at their end: which findings of the first recur?"""

# --8<-- [start:load]
from itertools import combinations, product

import numpy as np

from lessoncode.measures.prediction import token_log_probs
from lessoncode.model.generate import generate, generate_batch
from lessoncode.model.sampling import GREEDY
from lessoncode.model.transformer import Transformer
from lessoncode.text import bpe_training
from lessoncode.text.bpe import BytePairTokenizer
from lessoncode.text.split import GPT2_SPLIT
from lessoncode.text.tokenizer import END
from lessoncode.training import checkpoints
from lessoncode.worlds import corpus
from lessoncode.worlds.capitals import CAPITALS

first = checkpoints.load("pre_training/train").model
again = checkpoints.load("pre_training/again")
config, arrays = first.config, again.arrays
names = first.parameters
third = Transformer(config, {k: np.float32(arrays[k]) for k in names})

runs = []  # model, tokenizer and what it read, for seeds 0, 1 and 2
for seed, model in enumerate((first, again.model, third)):
    texts = corpus.documents(np.random.default_rng(seed))
    ranks = bpe_training.train("\n".join(texts), 60)
    tokenizer = BytePairTokenizer(ranks, GPT2_SPLIT, {END: len(ranks)})
    runs.append((model.frozen(), tokenizer, set(texts)))


def log_p(model, tokenizer, texts):
    """The log-probability of each document, in nats."""
    ids = [tokenizer.encode(text) for text in texts]
    rows = token_log_probs(model, ids, tokenizer.end_id)
    return np.array([row.sum() for row in rows])


def likeliest(model, tokenizer, text):
    """How the model goes on, always with the likeliest token."""
    ids, end = tokenizer.prompt(text), tokenizer.end_id
    drawn = generate(model, ids, 20, sampling=GREEDY, stop=end)
    return tokenizer.decode(drawn).strip()


pairs = corpus.minimal_pairs(same_number=False)
heads = list(product(range(config.n_layer), range(config.n_head)))


def unread(read):
    """Every seventh new pair, with a singular and a plural subject."""
    new = [pair for pair in pairs if pair[0] not in read]
    for singular in (True, False):
        yield [p for p in new if p[0].endswith("s.") == singular][::7]


def verbs(run, cut=()):
    """The share right, singular and plural, without these heads."""
    model, tokenizer, read = run
    w = {key: p.data.copy() for key, p in model.parameters.items()}
    for layer, head in cut:
        columns = np.arange(config.d_head) + head * config.d_head
        w[f"layers.{layer}.attention_out"][:, columns] = 0
    model, shares = Transformer(config, w).frozen(), []
    for some in unread(read):
        right, wrong = zip(*some)
        lead = log_p(model, tokenizer, right)
        shares.append(np.mean(lead > log_p(model, tokenizer, wrong)))
    return shares


# --8<-- [end:load]

# --8<-- [start:sentences]
sentences = corpus.kinds()["sentences"].probabilities
share = corpus.shares()["sentences"]
true = np.array(list(sentences.values()))
print("sentences: probability  bits a document")
least = -true @ np.log2(share * true)
print("{:9} {:12.2f} {:16.2f}".format("truth", share, least))
for seed, (model, tokenizer, _) in enumerate(runs):
    given = log_p(model, tokenizer, sentences)
    row = np.exp(given).sum(), -true @ given / np.log(2)
    print("seed {:4} {:12.2f} {:16.2f}".format(seed, *row))
# --8<-- [end:sentences]

# --8<-- [start:sums]
_, kept_back = corpus.all_sums()
print("        right  off by 1  farther, of 20")
for seed, (model, tokenizer, _) in enumerate(runs):
    off = []
    for text in kept_back:
        asked, right = text.replace(" =", " =|").split("|")
        said = likeliest(model, tokenizer, asked)
        a, b = (int(n.replace(" ", "")) for n in (said, right))
        off.append(abs(a - b))
    row = off.count(0), off.count(1), sum(n > 1 for n in off)
    print("seed {} {:6} {:9} {:8}".format(seed, *row))
# --8<-- [end:sums]

# --8<-- [start:heads]
print("           seed 0     seed 1     seed 2")
print("without   one many   one many   one many")
for cut in [(), *((head,) for head in heads)]:
    name = "".join(f"{layer + 1}.{head + 1}" for layer, head in cut)
    row = [share for run in runs for share in verbs(run, cut)]
    cells = "{:7}" + "  {:.2f} {:.2f}" * 3
    print(cells.format(name or "none", *row))
n = [len(some) for *_, read in runs for some in unread(read)]
print(("{:7}" + "  {:4} {:4}" * 3).format("of", *n))

cut = min(combinations(heads, 2), key=lambda c: min(verbs(runs[2], c)))
names = (f"{layer + 1}.{head + 1}" for layer, head in cut)
print("seed 2 misses this pair most:", *names)
print("singular {:.2f}, plural {:.2f}".format(*verbs(runs[2], cut)))
# --8<-- [end:heads]

# --8<-- [start:asked]
never = [c for c, n in corpus.STATED.items() if n == 0]
print("        continued,   asked,   never stated, of 7")
print("        with paris   asks on  right  another capital")
for seed, (model, tokenizer, _) in enumerate(runs):
    rng, end, row = np.random.default_rng(0), tokenizer.end_id, []
    for begun, wanted in (
        ("the capital of france is", " paris."),
        ("what is the capital of france?", " what is"),
    ):
        ids = [tokenizer.prompt(begun)] * 200
        drawn = generate_batch(model, ids, 40, rng, stop=end)
        said = ([i for i in ids if i != end] for ids in drawn)
        texts = map(tokenizer.decode, said)
        row.append(sum(text.startswith(wanted) for text in texts))
    guessed = {
        c: likeliest(model, tokenizer, f"the capital of {c} is")[:-1]
        for c in never
    }
    row.append(sum(CAPITALS[c] == said for c, said in guessed.items()))
    row.append(sum(s in CAPITALS.values() for s in guessed.values()))
    print("seed {} {:11} {:9} {:6} {:6}".format(seed, *row))
# --8<-- [end:asked]
