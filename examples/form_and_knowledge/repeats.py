# time limit: 120 s
"""What the conversations may have taught, and what they could not."""

from collections import Counter
from copy import deepcopy

import numpy as np

from lessoncode.alignment.template import Template, Turn
from lessoncode.model.generate import generate_answers
from lessoncode.model.sampling import GREEDY
from lessoncode.training import checkpoints
from lessoncode.training.batches import row_batches
from lessoncode.training.collection import models_of
from lessoncode.training.loop import train
from lessoncode.worlds.capitals import CAPITALS

saved = checkpoints.load("fine_tuning/base")
words, template = saved.tokenizer, Template(saved.tokenizer)
bases = [saved.model, *models_of(saved).values()]
names = "tuning", "held_out", "never_read"
pool, new, unread = (saved.arrays[name].tolist() for name in names)
sums = new[20:]  # before them, the capitals
unread_capitals, unread = unread[:6], unread[6:]
runs = [(base, seed) for base in range(3) for seed in range(3)]


def tuned(base, seed, pairs, n=None):
    """A base after 200 steps on n of the pairs, and their answers."""
    model, rng = deepcopy(bases[base]), np.random.default_rng(seed)
    drawn = rng.permutation(pairs)[:n].tolist()
    turns = [(Turn("user", q), Turn("assistant", a)) for q, a in drawn]
    stream = row_batches([template.row(t) for t in turns], 16, rng)
    for _ in train(model, stream, n_steps=200, peak=3e-4):
        pass
    return model.frozen(), {answer for _, answer in drawn}


def said(model, group):
    """The likeliest replies, without their ends."""
    end = template.end_id
    asked = [template.prompt([Turn("user", q)]) for q, _ in group]
    how = {"sampling": GREEDY, "stop": end}
    replies = generate_answers(model, asked, 12, **how)
    return [words.decode(i for i in ids if i != end) for ids in replies]


def row(name, base, counts):
    """Print the counts of one base, each in its three runs."""
    three = zip(*(counts[base, seed] for seed in range(3)))
    cells = (" ".join(f"{n:2}" for n in count) for count in three)
    print(f"base {base}, {name:18}" + "".join(f"{c:>12}" for c in cells))


whole = {run: tuned(*run, pool)[0] for run in runs}

# --8<-- [start:five]
cities = {f"{city} ." for city in CAPITALS.values()}
numbers = {" ".join(str(n)) + " ." for n in range(19)}


def counted(model, five):
    """Replies in form, one of the five, and one that could fit."""
    replies = said(model, new)
    kinds = [cities] * 20 + [numbers] * 30
    again = [reply in five for reply in replies]
    fits = [reply in kind for reply, kind in zip(replies, kinds)]
    form = [reply in cities | numbers for reply in replies]
    return sum(form), sum(again), sum(map(min, again, fits))


few = {run: tuned(*run, pool, 5) for run in runs}
after = {run: counted(*few[run]) for run in runs}
control = {run: counted(whole[run], few[run][1]) for run in runs}
print("of 50 replies,             has the      one of   and could")
print("in three runs                 form    the five         fit")
for base in range(3):
    row("five read", base, after)
    row("eighty read", base, control)
print("base 0, first run with five, the most frequent replies:")
replies = Counter(said(few[0, 0][0], new))
for reply, n in replies.most_common(6):
    print(f"{n:4}  {reply or '(nothing)'}")
# --8<-- [end:five]

# --8<-- [start:never]
print("first run of   base 0         base 1         base 2")
first = [said(whole[base, 0], unread_capitals) for base in range(3)]
for (question, _), *replies in zip(unread_capitals, *first):
    cells = [question.split()[5], *replies]
    print("".join(f"{cell:15}" for cell in cells).rstrip())


def named(model):
    """Replies in form, those that are a city, and the right ones."""
    replies = said(model, unread_capitals)
    form = sum(reply in cities | numbers for reply in replies)
    city = sum(reply in cities for reply in replies)
    right = (r == a for r, (_, a) in zip(replies, unread_capitals))
    return form, city, sum(right)


cities_said = {run: named(whole[run]) for run in runs}
print("of 6 replies,              has the          is")
print("in three runs                 form      a city       right")
for base in range(3):
    row("eighty read", base, cities_said)
# --8<-- [end:never]

# --8<-- [start:sums]
asked = {question for question, _ in pool}
parts = [question.split(" ") for question, _ in sums]
turned = {" ".join([*p[:2], p[4], "+", p[2], *p[5:]]) for p in parts}
turned &= asked  # for 4 + 7, a conversation about 7 + 4
print("new sums:", len(sums))
print("reversed in a conversation:", len(turned))
rest = [q for q in asked if "+" in q and q not in turned]
left_out = {"": [], ", none reversed": turned, ", all reversed": rest}


def right(model):
    """The right answers: to new sums, and to sums never read."""
    pairs = (said(model, sums), sums), (said(model, unread), unread)
    return [sum(r == a for r, (_, a) in zip(*pair)) for pair in pairs]


print("right sums,                 of the 30   of the 20")
print("in three runs                     new  never read")
for base in range(3):
    for name, out in left_out.items():
        kept = [pair for pair in pool if pair[0] not in out]
        counts = {}
        for run in runs[3 * base : 3 * base + 3]:
            model = tuned(*run, kept)[0] if out else whole[run]
            counts[run] = right(model)
        row(f"{len(kept)}{name}", base, counts)
# --8<-- [end:sums]
