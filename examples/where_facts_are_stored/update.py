# time limit: 60 s
"""Change one fact by training on it, and ask for the others."""

# --8<-- [start:tools]
import numpy as np

from lessoncode.measures.prediction import token_log_probs
from lessoncode.model.layers import cross_entropy
from lessoncode.model.transformer import Transformer
from lessoncode.training import checkpoints
from lessoncode.training.optimizer import AdamW
from lessoncode.worlds.capitals import CAPITALS

trained = checkpoints.load("knowledge/train")
words, config = trained.tokenizer, trained.model.config
facts = [(c, v.replace(" ", "-")) for c, v in CAPITALS.items()]
further = facts[::4]  # those it read only in the first wording
facts = facts[1::2]  # and those it read in both
first, second = "the capital of {} is {}", "{} is ruled from {}"


def p(model, wording, facts):
    """The probability of each capital."""
    documents = [words.encode(wording.format(*fact)) for fact in facts]
    rows = token_log_probs(model.frozen(), documents, words.end_id)
    return np.exp([row[-2] for row in rows])


def answer(model, wording, country):
    """The most probable word where the capital is due."""
    ids = [0, *words.encode(wording.format(country, "").strip())]
    logits = model.frozen()(np.array([ids])).data[0, -1]
    return words.decode([int(logits.argmax())])


# --8<-- [end:tools]


# --8<-- [start:train]
def trained_on(seed, facts, wanted):
    """Train on these, until the one wanted has 0.9."""
    w = {k: v[seed] for k, v in trained.arrays.items()}
    w = {k: v.astype(np.float32) for k, v in w.items()}
    model = Transformer(config, w)
    optimizer = AdamW(model.parameters, weight_decay=0)
    ids = [[0, *words.encode(first.format(*fact))] for fact in facts]
    ids = np.array(ids)
    while p(model, first, [wanted])[0] < 0.9:
        logits = model(ids[:, :-1])[:, -1]  # where the city is due
        cross_entropy(logits, ids[:, -1]).backward()
        optimizer.step(3e-4)
    return model, optimizer.t


# --8<-- [end:train]

# --8<-- [start:one]
i = [country for country, _ in facts].index("france")
changed = "france", "bucharest"
model, n_steps = trained_on(0, [changed], changed)
before = trained_on(0, [], facts[i])[0]
print("wording:           first          second")
print(f"after {n_steps} steps     before after   before after")
for fact in (changed, facts[i], *facts[i + 1 : i + 6]):
    row = [
        p(m, wording, [fact])[0]
        for wording in (first, second)
        for m in (before, model)
    ]
    print("{:8} {:10}".format(*fact), end="")
    print("{:6.2f} {:5.2f} {:8.2f} {:5.2f}".format(*row))
# --8<-- [end:one]

# --8<-- [start:all]
print("wording:          first second  first       second")
print("model,            lost of 27    lost of 14  the 14 changed")
print("trained on steps  others        mean  most  old new neither")
for seed in range(3):
    for together in (False, True):
        found, says = [], []
        for i in range(0, len(facts), 2):
            others = facts[:i] + facts[i + 1 :]
            changed = facts[i][0], facts[i - 1][1]
            texts = [changed, *others] if together else [changed]
            model, n_steps = trained_on(seed, texts, changed)
            asked = (first, others), (second, others), (first, further)
            lost = [(p(model, *x) < 0.5).mean() for x in asked]
            found.append((n_steps, *lost))
            word = answer(model, second, facts[i][0])
            says.append([word == facts[i][1], word == changed[1]])
        steps, *shares = np.mean(found, 0)
        most = np.max(found, 0)[3] * len(further)
        old, new = np.sum(says, 0)
        name = "27 too" if together else "alone"
        row = "{:6.0%} {:6.0%} {:5.0%}".format(*shares)
        row += f"{most:6.0f} {old:5}{new:4}{len(says) - old - new:8}"
        print(f"{seed}, {name:6} {steps:6.0f} {row}")
# --8<-- [end:all]
