# time limit: 90 s
"""Remove heads from three models, one and two at a time."""

# --8<-- [start:load]
from collections import Counter
from itertools import combinations, product

import numpy as np

from lessoncode import figure
from lessoncode.measures.prediction import token_log_probs
from lessoncode.model.attention import attention_weights
from lessoncode.model.transformer import Transformer
from lessoncode.text import bpe_training
from lessoncode.text.bpe import BytePairTokenizer
from lessoncode.text.split import GPT2_SPLIT
from lessoncode.text.tokenizer import END
from lessoncode.training import checkpoints
from lessoncode.worlds import corpus

first = checkpoints.load("pre_training/train").model
second = checkpoints.load("pre_training/second").model
third = checkpoints.load("pre_training/third").model
config = first.config

runs = []  # model, tokenizer and what it read, for seeds 0, 1 and 2
for seed, model in enumerate((first, second, third)):
    texts = corpus.documents(np.random.default_rng(seed))
    ranks = bpe_training.train("\n".join(texts), 60)
    tokenizer = BytePairTokenizer(ranks, GPT2_SPLIT, {END: len(ranks)})
    runs.append((model.frozen(), tokenizer, set(texts)))


def log_p(model, tokenizer, texts):
    """The log-probability of each verb's form, in nats.

    That is the token after "sleep": an s, or else the full stop.
    """
    ids = [tokenizer.encode(text) for text in texts]
    rows = token_log_probs(model, ids, tokenizer.end_id)
    places = [-3 if text.endswith("s.") else -2 for text in texts]
    return np.array([row[i] for row, i in zip(rows, places)])


pairs = {same: corpus.minimal_pairs(same) for same in (False, True)}
heads = list(product(range(config.n_layer), range(config.n_head)))


def unread(read, same=False):
    """Every seventh new pair, with a singular and a plural subject.

    The other noun has the other number or, if asked, the same one.
    """
    new = [pair for pair in pairs[same] if pair[0] not in read]
    for singular in (True, False):
        yield [p for p in new if p[0].endswith("s.") == singular][::7]


# --8<-- [end:load]


# --8<-- [start:cut]
def leads(run, cut=(), same=False):
    """How far right forms lead without these heads, in nats."""
    model, tokenizer, read = run
    w = {key: p.data.copy() for key, p in model.parameters.items()}
    for layer, head in cut:
        columns = np.arange(config.d_head) + head * config.d_head
        w[f"layers.{layer}.attention_out"][:, columns] = 0
    model = Transformer(config, w).frozen()
    for some in unread(read, same):  # singular, plural
        right, wrong = (log_p(model, tokenizer, t) for t in zip(*some))
        yield right - wrong


def verbs(run, cut=()):
    """The shares right without these heads: singular, plural."""
    return [np.mean(lead > 0) for lead in leads(run, cut)]


# --8<-- [end:cut]


def drawing(rows):
    """A dot for each head that is missing; those that count, named."""
    fig, axes = figure.canvas(height=3)
    sides = "singular", "plural"
    named = [f"model {i}, {side}" for i in (1, 2, 3) for side in sides]
    colours = figure.COLOURS["accent"], figure.COLOURS["second"]
    for y in range(6):
        shares = {head: row[y] for head, row in rows.items()}
        colour = colours[y % 2]
        axes.plot(shares.values(), [y] * 9, "o", color=colour)
        for head, share in shares.items():
            if share < 0.9:
                label = f"without {head}"
                side = {"ha": "center" if share > 0.5 else "left"}
                x = share if share > 0.5 else share + 0.03
                up = 0.35 if share > 0.5 else 0
                axes.text(
                    x, y - up, label, color=colour, va="center", **side
                )
    axes.set_yticks(range(6), named)
    axes.set(xlim=(-0.03, 1.03), ylim=(5.5, -0.7))
    axes.set_xticks([0, 0.5, 1], ["0%", "50%", "100%"])
    axes.set_xlabel("right verbs, with one head removed")
    return fig


alt = (
    "Six rows of dots, for singular and plural subjects in three "
    "models. A dot is a head that is removed. Most lie at 100%. For "
    "the plural, removing 2.4 from the first model leaves 0%, and "
    "removing 2.1 from the second leaves 6%. In the third model no "
    "removed head leaves less than 86%."
)
caption = (
    "One head removed: without a certain head, two models lose most "
    "plural verbs, and the third model loses few without any one head."
)

# --8<-- [start:alone]
print("           model 1      model 2      model 3")
print("without   king kings   king kings   king kings")
rows = {}
for cut in [(), *((head,) for head in heads)]:
    name = "".join(f"{layer + 1}.{head + 1}" for layer, head in cut)
    row = [share for run in runs for share in verbs(run, cut)]
    rows[name or "none"] = row
    cells = "{:7}" + "  {:5.0%} {:5.0%}" * 3
    print(cells.format(name or "none", *row))
n = [len(some) for *_, read in runs for some in unread(read)]
print(("{:7}" + "  {:5} {:5}" * 3).format("of", *n))
figure.save(drawing(rows), "alone", alt, caption)
# --8<-- [end:alone]

# --8<-- [start:pair]
shares = {cut: verbs(runs[2], cut) for cut in combinations(heads, 2)}
print("model 3 without  king kings")
for cut in sorted(shares, key=lambda cut: min(shares[cut]))[:5]:
    names = (f"{layer + 1}.{head + 1}" for layer, head in cut)
    print("{} {}        {:5.0%} {:5.0%}".format(*names, *shares[cut]))
# --8<-- [end:pair]

# --8<-- [start:lead]
worst = min(shares, key=lambda cut: min(shares[cut]))
cuts = (), worst[:1], worst[1:], worst  # 1.4 and 2.2
names = "none", "the first alone", "the second alone", "both"
print("the right form's mean lead, in nats")
print("removed           king kings")
for name, cut in zip(names, cuts, strict=True):
    king, kings = (lead.mean() for lead in leads(runs[2], cut))
    print(f"{name:16}{king:6.1f} {kings:5.1f}")
# --8<-- [end:lead]

# --8<-- [start:left]
def told_apart(singular, plural, same_singular, same_plural):
    """How often -s leads by more after a singular subject.

    The other noun has the same number in both sentences.
    """
    others = (singular, same_plural), (same_singular, plural)
    return np.mean([np.mean(a[:, None] > -b) for a, b in others])


def at_mean(run, layer, head):
    """How far right forms lead if a head's result is its mean.

    That is the mean over these sentences, at the last token.
    """
    model, tokenizer, read = run
    columns = np.arange(config.d_head) + head * config.d_head
    prompts, ends, n = [], [], []
    for some in (*unread(read), *unread(read, same=True)):
        n.append(len(some))
        for right, wrong in some:
            start = min(right, wrong, key=len).removesuffix(".")
            prompts.append(tokenizer.prompt(start))
            place = len(prompts[-1]) - 1
            forms = map(tokenizer.encode, (right, wrong))
            ends.append([ids[place] for ids in forms])

    def last(ids, mean=None):
        for i, name, x in model.stream([ids]):
            if (i, name) == (layer, "gathered"):
                before = x.data[0, -1, columns].copy()
                if mean is not None:
                    x.data[0, -1, columns] = mean
        return before, model.logits(x[:, -1]).data[0]

    mean = np.mean([last(ids)[0] for ids in prompts], 0)
    pairs = zip(prompts, ends)
    scores = [last(ids, mean)[1][end] for ids, end in pairs]
    ahead = np.subtract(*np.transpose(scores))
    return np.split(ahead, np.cumsum(n[:-1]))


def all_leads(run, *cut):
    """As leads, and then with other nouns of the same number."""
    return [*leads(run, cut), *leads(run, cut, same=True)]


print("model               king kings  told apart")
rows = {
    "1 without 2.4": all_leads(runs[0], (1, 3)),
    "2 without 2.1": all_leads(runs[1], (1, 0)),
    "3 without 1.4, 2.2": all_leads(runs[2], (0, 3), (1, 1)),
    "1, 2.4 at its mean": at_mean(runs[0], 1, 3),
    "2, 2.1 at its mean": at_mean(runs[1], 1, 0),
}
for name, row in rows.items():
    shares = [np.mean(lead > 0) for lead in row[:2]]
    shares += [told_apart(*row)]
    print(f"{name:18}" + " {:5.0%} {:5.0%} {:10.0%}".format(*shares))
# --8<-- [end:left]


# --8<-- [start:seen]
def attention_to_s(run, singular):
    """How much attention each head pays to the first noun's s.

    That is the last token of a plural noun. After a singular noun, it
    is the token where an s would be. Returns shares of attention,
    [sentences, layers, heads], and where no token gets more.
    """
    model, tokenizer, read = run
    shares, largest = [], []
    for forms in list(unread(read))[1 - singular]:
        start = min(forms, key=len).removesuffix(".")
        noun = tokenizer.prompt(" ".join(start.split()[:2]))
        place = len(noun) - 1 + singular
        stream = model.stream([tokenizer.prompt(start)])
        qkv = [x for _, name, x in stream if name == "qkv"]
        layers = [attention_weights(x, config.heads)[0] for x in qkv]
        p = np.array(layers)[:, :, -1]  # from the last token
        shares.append(p[..., place])
        largest.append(p.argmax(-1) == place)
    return np.array(shares), np.array(largest)


print("attention to the s of the first noun, on average")
print("head  model 1  model 2  model 3")
means = [attention_to_s(run, False)[0].mean(0) for run in runs]
for layer, head in heads:
    row = [mean[layer, head] for mean in means]
    cells = f"{layer + 1}.{head + 1} " + "{:9.0%}" * 3
    print(cells.format(*row))
print("model 1, sentences in which 2.4 looks there most:")
for name, singular in ("singular", True), ("plural", False):
    most = attention_to_s(runs[0], singular)[1][:, 1, 3]
    print(f"{name} {most.mean():.0%} of {len(most)}")
print("plural nouns by their last token:")
for i, (_, tokenizer, _) in enumerate(runs, 1):
    plurals = (tokenizer.prompt(f"the {n}s")[-1] for n in corpus.NOUNS)
    last = Counter(map(tokenizer.decode, zip(plurals)))
    kinds = ", ".join(f"{n} end in {s}" for s, n in last.most_common())
    print(f"tokens of model {i}: {kinds}")
# --8<-- [end:seen]
