# time limit: 60 s
"""A language model in one file: from bytes to human feedback.

    python lesson.py        trains four times and asks after each
    python lesson.py 1      the same with other dice

It needs NumPy and nothing else. Read it from top to bottom: a text,
tokens, gradients, a transformer, a draw. Then one loop, which trains
four times: on text, on good answers, on comparisons, for reward.
"""

# --8<-- [start:text]
import re
import sys
from collections import Counter
from functools import cache
from itertools import pairwise

import numpy as np

SEED = int(sys.argv[1]) if len(sys.argv) > 1 else 0
rng = np.random.default_rng(SEED)  # all that is drawn comes from it

CAPITALS = {
    "france": "paris",
    "italy": "rome",
    "spain": "madrid",
    "peru": "lima",
    "egypt": "cairo",
    "japan": "tokyo",
    "norway": "oslo",
    "cuba": "havana",
}
COUNTRIES = list(CAPITALS)
TALK = ["can you help? glad to help!", "where? look it up yourself!"]


def question(country):
    return f"what is the capital of {country}?"


def document():
    """What people write here: facts, questions in rows, small talk."""
    kind = rng.choice(["fact", "questions", "talk"], p=[0.5, 0.4, 0.1])
    if kind == "fact":
        country = rng.choice(COUNTRIES)
        return f"the capital of {country} is {CAPITALS[country]}."
    if kind == "questions":
        some = rng.choice(COUNTRIES, 2, replace=False)
        return " ".join(map(question, some))
    return str(rng.choice(TALK))


documents = [document() for _ in range(1000)]
for text in documents[:4]:
    print(text)


# TOKENS. A model reads numbers, and a text is bytes, numbers below
# 256. The two that most often stand side by side become one token,
# again and again, until a frequent word is one number.
def pieces(text):
    """Words, each with the space before it: no token crosses one."""
    return re.findall(r" ?\w+| ?[^\w\s]+|\s+", text)


def single_bytes(piece):
    return [bytes([number]) for number in piece.encode()]


def merge(spelling, pair):
    """Make one token of each such pair, from left to right."""
    i = 0
    while i < len(spelling) - 1:
        if (spelling[i], spelling[i + 1]) == pair:
            spelling[i : i + 2] = [pair[0] + pair[1]]
        i += 1


def learn_tokens(text, n_merges):
    """Byte pair encoding: a list of tokens. An id is a place in it."""
    tokens = [bytes([number]) for number in range(256)]
    times = Counter(pieces(text))
    spelled = {piece: single_bytes(piece) for piece in times}
    for _ in range(n_merges):
        pairs = Counter()
        for piece, spelling in spelled.items():
            for pair in pairwise(spelling):
                pairs[pair] += times[piece]
        # Of equally frequent pairs the smallest, to have a rule.
        best = min(pairs, key=lambda pair: (-pairs[pair], pair))
        tokens.append(best[0] + best[1])
        for spelling in spelled.values():
            merge(spelling, best)
    return tokens


def encode(text):
    """Text -> ids. What was learned first is merged first."""
    ids = []
    for piece in pieces(text):
        spelling = single_bytes(piece)
        while len(spelling) > 1:
            pairs = pairwise(spelling)
            turn = {p: ID.get(p[0] + p[1], END) for p in pairs}
            first = min(turn, key=turn.get)
            if turn[first] == END:  # no two make a token any more
                break
            merge(spelling, first)
        ids += [ID[token] for token in spelling]
    return ids


def decode(ids):
    joined = b"".join(TOKENS[i] for i in ids if i != END)
    return joined.decode(errors="replace")


TOKENS = learn_tokens(" ".join(documents), n_merges=104)
ID = {token: i for i, token in enumerate(TOKENS)}
END = len(TOKENS)  # one more id, for the end of a document
N_VOCAB = len(TOKENS) + 1

for i in encode(question("france")):
    print(i, repr(decode([i])))
# --8<-- [end:text]


# --8<-- [start:tensor]
# GRADIENTS. Training asks of every number in the model: if it grew a
# little, would the loss grow or fall, and how fast? So each array
# keeps its parents, the arrays it was made of, and for each of them
# how to turn a slope by the result into a slope by that parent.
class Tensor:
    n_made = 0

    def __init__(self, data, *parents):
        self.data = np.asarray(data, float)
        self.parents = [p for p in parents if isinstance(p[0], Tensor)]
        Tensor.n_made += 1
        self.number = Tensor.n_made  # parents have lower numbers

    def __add__(a, b):
        y = a.data + plain(b)
        return Tensor(y, (a, lambda g: g), (b, lambda g: g))

    def __mul__(a, b):
        x, y = a.data, plain(b)
        return Tensor(x * y, (a, lambda g: g * y), (b, lambda g: g * x))

    def __pow__(a, n):
        x = a.data
        return Tensor(x**n, (a, lambda g: g * n * x ** (n - 1)))

    def __matmul__(a, b):
        x, y = a.data, plain(b)
        x_t, y_t = x.swapaxes(-1, -2), y.swapaxes(-1, -2)
        by_a, by_b = lambda g: g @ y_t, lambda g: x_t @ g
        return Tensor(x @ y, (a, by_a), (b, by_b))

    def exp(a):
        y = np.exp(a.data)
        return Tensor(y, (a, lambda g: g * y))

    def log(a):
        x = a.data
        return Tensor(np.log(x), (a, lambda g: g / x))

    def sum(a, axis=None):  # an axis stays, with length 1
        x = a.data
        y = x.sum(axis, keepdims=axis is not None)
        return Tensor(y, (a, lambda g: np.broadcast_to(g, x.shape)))

    def reshape(a, *shape):
        x, y = a.data, a.data.reshape(shape)
        return Tensor(y, (a, lambda g: g.reshape(x.shape)))

    def swapaxes(a, i, j):
        y = a.data.swapaxes(i, j)
        return Tensor(y, (a, lambda g: g.swapaxes(i, j)))

    def __getitem__(a, index):
        def slope(g):
            slopes = np.zeros_like(a.data)
            np.add.at(slopes, index, g)  # a row may be taken twice
            return slopes

        return Tensor(a.data[index], (a, slope))

    def __sub__(a, b):
        return a + b * -1

    __array_ufunc__ = None  # array * tensor is ours, not NumPy's
    __radd__, __rmul__ = __add__, __mul__


def plain(x):
    return x.data if isinstance(x, Tensor) else np.asarray(x, float)


# --8<-- [end:tensor]


# --8<-- [start:gradients]
def gradients(loss):
    """The slope of one number by every tensor that it was made of."""
    slopes, found, new = {loss: np.ones(())}, {loss}, [loss]
    while new:
        parents = {parent for parent, _ in new.pop().parents} - found
        found |= parents
        new += parents
    # The last made first: by its turn, all it went into had theirs.
    for tensor in sorted(found, key=lambda t: t.number, reverse=True):
        for parent, slope in tensor.parents:
            g = summed(slope(slopes[tensor]), parent.data.shape)
            # Used in two places, it moves the loss by both.
            slopes[parent] = slopes.get(parent, 0.0) + g
    return slopes


def summed(g, shape):
    """The same for a number that was used all along an axis."""
    g = g.sum(tuple(range(g.ndim - len(shape))))
    wide = tuple(i for i, n in enumerate(shape) if n < g.shape[i])
    return g.sum(wide, keepdims=True) if wide else g


x = Tensor(3.0)
y = x * x + x
slope = gradients(y)[x]
print(f"x = 3, y = x * x + x = {y.data:.0f}, slope {slope:.0f}")
# --8<-- [end:gradients]


# --8<-- [start:transformer]
# THE TRANSFORMER, in the manner of Llama. w holds all that it will
# know: numbers, at first noise.
N_EMBD, N_HEAD, N_LAYER, N_HIDDEN = 32, 2, 1, 64


def transformer(w, ids):
    """Ids [batch, n_seq] -> vectors [batch, n_seq, n_embd].

    Each token has a vector. Layer by layer, something is added to
    it: what attention gathered from before, what the MLP made of it.
    """
    x = w["embedding"][ids]
    for i in range(N_LAYER):
        x = x + attention(w, i, norm(x))
        x = x + mlp(w, i, norm(x))
    return norm(x)


def attention(w, i, x):
    """Each place gathers from itself and from the places before it."""
    batch, n_seq, _ = x.data.shape

    def heads(name):  # -> [batch, n_head, n_seq, d_head]
        y = (x @ w[name, i]).reshape(batch, n_seq, N_HEAD, -1)
        return y.swapaxes(1, 2)

    # What a place looks for, by what it is found, what it hands on.
    q, k, v = heads("query"), heads("key"), heads("value")
    # -> [batch, n_head, n_seq, n_seq]: how well each fits each
    scores = turned(q) @ turned(k).swapaxes(2, 3)
    scores = scores * (N_EMBD / N_HEAD) ** -0.5
    # Nobody sees what is still to come: e to -infinity is 0.
    future = np.triu(np.full((n_seq, n_seq), -np.inf), 1)
    y = softmax(scores + future) @ v
    # -> [batch, n_seq, n_embd]: the heads side by side again
    y = y.swapaxes(1, 2).reshape(batch, n_seq, N_EMBD)
    return y @ w["out", i]


# --8<-- [end:transformer]


# --8<-- [start:parts]
# Attention alone would not know in which order tokens stand. So each
# pair (a, b) of a query's and a key's numbers is turned by an angle,
# and the angle grows with the place. Their product then depends on
# how far apart the two stand. Some pairs turn fast, others slowly.
HALF = N_EMBD // N_HEAD // 2  # pairs in a head
SPEED = 10_000.0 ** (-np.arange(HALF) / HALF)
ANGLE = np.arange(64)[:, None] * np.tile(SPEED, 2)  # of 64 places
COS, SIN = np.cos(ANGLE), np.sin(ANGLE)
QUARTER = np.kron([[0, 1], [-1, 0]], np.eye(HALF))  # (a, b) to (-b, a)


def turned(x):
    n_seq = x.data.shape[2]
    return x * COS[:n_seq] + x @ QUARTER * SIN[:n_seq]


def mlp(w, i, x):
    """Each place by itself: hidden units, each with a gate."""
    gate = x @ w["gate", i]
    opened = gate * (1 + (gate * -1).exp()) ** -1
    return (opened * (x @ w["up", i])) @ w["down", i]


def norm(x):
    """Every vector to one length, so that sums do not run away."""
    mean_square = (x * x).sum(-1) * (1 / N_EMBD)
    return x * (mean_square + 1e-5) ** -0.5


def softmax(x):
    """Any scores -> numbers above 0 that sum to 1."""
    e = (x - x.data.max(-1, keepdims=True)).exp()  # cannot overflow
    return e * e.sum(-1) ** -1


def logits(w, ids):
    """A score for each token as the next: [batch, n_seq, n_vocab]."""
    # The nearer a token's own vector points, the higher its score.
    return transformer(w, ids) @ w["embedding"].swapaxes(0, 1)


def noise():
    shapes = {"embedding": (N_VOCAB, N_EMBD)}
    for i in range(N_LAYER):
        for name in ("query", "key", "value", "out"):
            shapes[name, i] = N_EMBD, N_EMBD
        shapes["gate", i] = shapes["up", i] = N_EMBD, N_HIDDEN
        shapes["down", i] = N_HIDDEN, N_EMBD
    return {k: Tensor(rng.normal(0, 0.1, s)) for k, s in shapes.items()}


def copy(w):
    return {name: Tensor(p.data) for name, p in w.items()}


untrained = noise()
print(f"{sum(p.data.size for p in untrained.values()):,} numbers")
# --8<-- [end:parts]


# --8<-- [start:write]
# WRITING. Ask what could come next, draw one, append it, ask again.
def write(w, prompts, n_tokens=12):
    """Go on with each prompt, to END or for n_tokens: lists of ids."""
    rows = np.arange(len(prompts))
    ends = np.array([len(prompt) for prompt in prompts])
    ids = np.full((len(prompts), ends.max() + n_tokens), END)
    for row, prompt in zip(ids, prompts):
        row[: len(prompt)] = prompt
    running = np.full(len(prompts), True)
    while running.any() and ends.max() < ids.shape[1]:
        # What stands behind a row's end changes nothing before it.
        scores = logits(w, ids[:, : ends.max()]).data[rows, ends - 1]
        sums = np.exp(scores - scores.max(-1, keepdims=True)).cumsum(-1)
        dice = rng.random((len(prompts), 1)) * sums[:, -1:]
        drawn = (sums <= dice).sum(-1)
        ids[rows[running], ends[running]] = drawn[running]
        ends += running
        running &= drawn != END
    return [
        row[len(prompt) : end].tolist()
        for row, prompt, end in zip(ids, prompts, ends)
    ]


@cache
def prompt_of(country):
    return [END, *encode(question(country))]


def ask(w, country="france"):
    """Ask the same fifty times; print what was said most often."""
    answers = write(w, [prompt_of(country)] * 50)
    said = Counter(decode(ids) for ids in answers)
    for text, times in said.most_common(3):
        print(f"{times:2} of 50  {text!r}")


ask(untrained)
# --8<-- [end:write]


# --8<-- [start:loop]
# TRAINING. One loop for all four. They differ mainly in the loss.
def train(w, loss, n_steps, peak=3e-3):
    """Measure the loss, ask for its slopes, step downhill (Adam)."""
    mean = dict.fromkeys(w, 0.0)
    square = dict.fromkeys(w, 0.0)
    losses = []
    for step in range(1, n_steps + 1):
        now = loss(w)
        losses.append(float(now.data))
        slopes = gradients(now)
        # Small steps at the start, and again towards the end.
        rate = peak * min(step / 20, 1.0, 1.1 - step / n_steps)
        for name, p in w.items():
            g = slopes[p]
            # A slope comes from a few texts, so go by the mean of the
            # last ones; divided by their size, it is a step of about
            # `rate`, be the slopes steep or flat.
            mean[name] = 0.9 * mean[name] + 0.1 * g
            square[name] = 0.95 * square[name] + 0.05 * g * g
            m = mean[name] / (1 - 0.9**step)  # for they began at 0
            s = square[name] / (1 - 0.95**step)
            p.data = p.data - rate * m / (np.sqrt(s) + 1e-8)
    return losses


def log_probs(w, ids):
    """How likely each next token was: logs, [batch, n_seq - 1]."""
    x = logits(w, ids[:, :-1])
    x = x - x.data.max(-1, keepdims=True)
    batch, place = np.indices(ids[:, 1:].shape)
    return (x - x.exp().sum(-1).log())[batch, place, ids[:, 1:]]


# --8<-- [end:loop]


# --8<-- [start:pretraining]
# PRE-TRAINING. Predict the next token, of whatever text it is.
encoded = [[END, *encode(text)] for text in documents]
stream = []


def next_token_loss(w):
    """-log p(what came next), the mean over 16 rows of 32 tokens."""
    while len(stream) < 16 * 32:
        stream.extend(encoded[rng.integers(len(encoded))])
    ids = np.array(stream[: 16 * 32]).reshape(16, 32)
    del stream[: 16 * 32]
    return log_probs(w, ids).sum() * (-1 / (16 * 31))


base = copy(untrained)
losses = train(base, next_token_loss, 300)
print(f"loss {losses[0]:.2f}, in the end {losses[-1]:.2f}")
ask(base)
# --8<-- [end:pretraining]


# --8<-- [start:finetuning]
# FINE-TUNING. The same loss on good answers, and on them alone: the
# model shall learn to answer, not to ask. Many people wrote them,
# and some are friendlier than others.
ANSWERS = [" {}.", " {}. glad to help!", " look it up yourself!"]


def demonstration():
    """A prompt and its answer, as ids."""
    country = rng.choice(COUNTRIES)
    answer = rng.choice(ANSWERS).format(CAPITALS[country])
    return prompt_of(country), [*encode(answer), END]


def in_rows(pairs):
    """Prompts with answers -> ids [batch, n_seq], END where none is.

    And where the answers are: 1 or 0, [batch, n_seq - 1] like
    log_probs.
    """
    n_seq = max(len(prompt) + len(answer) for prompt, answer in pairs)
    ids = np.full((len(pairs), n_seq), END)
    said = np.zeros((len(pairs), n_seq))
    for i, (prompt, answer) in enumerate(pairs):
        end = len(prompt) + len(answer)
        ids[i, :end] = [*prompt, *answer]
        said[i, len(prompt) : end] = 1
    return ids, said[:, 1:]


def answer_loss(w):
    ids, said = in_rows([demonstration() for _ in range(16)])
    return (log_probs(w, ids) * said).sum() * (-1 / said.sum())


assistant = copy(base)
losses = train(assistant, answer_loss, 300)
print(f"loss {losses[0]:.2f}, in the end {losses[-1]:.2f}")
ask(assistant)
# --8<-- [end:finetuning]


# --8<-- [start:comparing]
# A REWARD MODEL. People are shown two answers and say which they
# prefer; nobody says why. A formula plays the people here, and all
# that follows sees their choices and nothing else.
def worth(country, text):
    right = text.startswith(f" {CAPITALS[country]}.")
    return right + ("glad" in text) - ("yourself" in text)


def compared(n):
    """Prompts, each with the preferred answer and the other one."""
    countries = rng.choice(COUNTRIES, n)
    prompts = [prompt_of(country) for country in countries]
    pairs = zip(write(assistant, prompts), write(assistant, prompts))
    for country, (one, two) in zip(countries, pairs):
        first, second = (worth(country, decode(x)) for x in (one, two))
        # The larger the difference, the more people agree on it.
        if rng.random() > 1 / (1 + np.exp(2 * (second - first))):
            one, two = two, one
        yield prompt_of(country), one, two


def rewards(judge, ids, said):
    """One number for each answer, from its last vector: [batch]."""
    last = said.shape[1] - said[:, ::-1].argmax(-1)
    vectors = transformer(judge, ids)[np.arange(len(ids)), last]
    return (vectors @ judge["reward"]).reshape(-1)


def comparison_loss(judge):
    """-log sigmoid(reward of the preferred - reward of the other)."""
    some = rng.integers(len(comparisons), size=16)
    prompts, preferred, others = zip(*[comparisons[i] for i in some])
    pairs = [*zip(prompts, preferred), *zip(prompts, others)]
    r = rewards(judge, *in_rows(pairs))
    return (1 + (r[16:] - r[:16]).exp()).log().sum() * (1 / 16)


comparisons = list(compared(200))
judge = copy(assistant) | {"reward": Tensor(np.zeros((N_EMBD, 1)))}
losses = train(judge, comparison_loss, 100)
print(f"loss {losses[0]:.2f}, in the end {losses[-1]:.2f}")
# --8<-- [end:comparing]


# --8<-- [start:judged]
for city in ("paris", "rome"):
    for answer in ANSWERS[:2]:
        text = answer.format(city)
        pair = prompt_of("france"), [*encode(text), END]
        reward = rewards(judge, *in_rows([pair])).data[0]
        print(f"{reward:5.2f}  {text!r}")
# --8<-- [end:judged]


# --8<-- [start:reinforcement]
# REINFORCEMENT. Nobody shows answers any more. The model writes its
# own, and those with more reward than others to the same question
# become likelier. It pays for leaving the assistant that it was: only
# answers like that one's have been compared.
PRICE = 0.1
earned = []


def reward_loss(w):
    some = np.repeat(rng.choice(COUNTRIES, 4), 8)  # 8 answers to each
    prompts = [prompt_of(country) for country in some]
    ids, said = in_rows(list(zip(prompts, write(w, prompts))))
    r = rewards(judge, ids, said).data
    earned.append(r.mean())
    log_p = (log_probs(w, ids) * said).sum(-1)  # [batch, 1]
    before = (log_probs(assistant, ids) * said).sum(-1)
    r = r - PRICE * (log_p - before).data[:, 0]
    better = r - np.repeat(r.reshape(4, 8).mean(-1), 8)
    return (log_p * better[:, None]).sum() * (-1 / 32)


policy = copy(assistant)
train(policy, reward_loss, 60, peak=1e-3)
print(f"reward {earned[0]:.2f}, in the end {earned[-1]:.2f}")
ask(policy)
# --8<-- [end:reinforcement]


# --8<-- [start:narnia]
ask(policy, "narnia")
# --8<-- [end:narnia]
