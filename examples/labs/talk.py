# time limit: 60 s
"""A notebook in which you question a real model, read what it holds after each layer, and switch off heads of it."""

# %% [markdown]
# # Talk to SmolLM2 and look inside
#
# In this lab you ask a real model something, see how likely it holds each next token, read its guess after every layer, find the heads that look at a word, and switch them off. It takes about a quarter of a minute on one core, and some seconds more the first time, when the weights are unpacked. You should have read [A real model](../../docs/lesson/a-real-model.md); [Asking it what it knows](../../docs/lesson/asking-a-real-model.md) goes further.
#
# SmolLM2-135M is small, and often wrong ([Ben Allal et al. 2025](https://arxiv.org/abs/2502.02737)). That makes it good to look into.

# %% [markdown]
# ## Ask
#
# Your question is written into the chat template, in which the model was tuned. At temperature 0 it always takes the likeliest token, so that you get the same answer each time.

# %% ask
import textwrap

from lessoncode.model.generate import generate
from lessoncode.model.sampling import GREEDY
from lessoncode.pretrained import smollm

question = "What is the opposite of hot?"
model, tokenizer = smollm.load()
written = smollm.chat_template([("user", question)])
for line in written.splitlines():
    print(textwrap.fill(line, 56))
ids = tokenizer.encode(written, allow_special=True)
end = tokenizer.special_tokens["<|im_end|>"]
answer = generate(model, ids, 40, sampling=GREEDY, stop=end)
print(textwrap.fill(tokenizer.decode(answer), 56), "...")

# %% [markdown]
# ## The next token
#
# Now begin the answer for it, up to the word that counts, and look at the probabilities. When you ask something else, change `begun` with the question.

# %% next
import numpy as np

from lessoncode.model.sampling import next_token_probabilities

begun = "The opposite of hot is"
ids = tokenizer.encode(written + begun, allow_special=True)
pieces = [tokenizer.decode([token]) for token in ids]
p = next_token_probabilities(model([ids], last=True).data[0, -1])
for token in np.argsort(-p)[:6]:
    print(f"{tokenizer.decode([int(token)])!r:9} {p[token]:.2f}")

# %% [markdown]
# The right word has [0.52](#out-labs-talk--next), and a near one, cool, has [0.24](#out-labs-talk--next).
#
# ## Watch the model run
#
# To look inside, the lab runs the model with `stream`, which stops at every place on the way and shows what stands there. The code keeps what leaves each layer and where the last token looks, and it can set what a head gathered to zero. The last line makes sure that looking alone changes nothing.

# %% watch
from lessoncode.model.attention import attention_weights


def watch(ids, off=()):
    """The streams after each layer, and where each head looks.

    The heads in `off`, pairs of a layer and a head counted from 0,
    write nothing.
    """
    streams, looks, n = [], [], model.config.d_head
    for layer, place, x in model.stream([ids]):
        if place == "qkv":
            weights = attention_weights(x, model.config.heads)
            looks.append(weights[0, :, -1])
        elif place == "gathered":
            for i, head in off:
                if i == layer:
                    x.data[..., n * head : n * (head + 1)] = 0
        elif place == "mlp":
            streams.append(x)
    return streams, looks


streams, looks = watch(ids)
logits = model.logits(streams[-1]).data
same = np.allclose(logits, model([ids]).data, atol=1e-3)
print("says the same as before:", same)

# %% [markdown]
# ## After each layer
#
# The head of the model reads the stream after the last layer. Nothing forbids to let it read earlier; that is called the logit lens ([nostalgebraist 2020](https://www.lesswrong.com/posts/AcKRB8wDpdaN6v6ru/interpreting-gpt-the-logit-lens)). The code prints the probability of two words, the place of the first among all tokens, and the likeliest token of all.

# %% lens
words = " cold cool"
one, other = tokenizer.encode(words)
print(f"layer {words}  place  likeliest")
course = []
for layer, x in enumerate(streams, 1):
    logits = model.logits(x).data[0, -1]
    p = next_token_probabilities(logits)
    course.append((p[one], p[other]))
    if layer % 3 == 0 or layer > 24:
        place = (logits > logits[one]).sum() + 1
        best = tokenizer.decode([int(logits.argmax())])
        row = f"{layer:5} {p[one]:5.2f} {p[other]:4.2f}"
        print(f"{row} {place:6}  {best!r}")

# %% picture
from lessoncode import figure

fig, axes = figure.canvas(height=2.2)
for style, name, y in zip(("-", "--"), words.split(), zip(*course)):
    (line,) = axes.plot(range(1, len(y) + 1), y, style)
    axes.text(len(y) + 0.3, y[-1], name, color=line.get_color())
axes.set(xlabel="after layer", ylabel="probability", ylim=(0, 1))
alt = "The probability of the two words as read after each layer."
figure.save(fig, "lens", alt)

# %% [markdown]
# For two thirds of the layers the answer is nowhere near the top. It climbs late, and it has its full probability only at the end. What the head cannot read may be there all the same, in a form that later layers turn into words.
#
# ## Who looks at the word?
#
# An answer on "hot" must take something from the word "hot". It stands there twice, in the question and in the begun answer. The code adds up what each head takes from both, as seen from the last token, and lists the six that take most.

# %% heads
seen = " hot"
places = [i for i, piece in enumerate(pieces) if piece == seen]
share = np.array(looks)[:, :, places].sum(-1)
order = np.argsort(-share, axis=None)[:6]
heads = np.transpose(np.unravel_index(order, share.shape)).tolist()
print(f"head  takes from{seen}")
for layer, head in heads:
    print(f"{layer + 1:2}.{head + 1} {share[layer, head]:15.2f}")

# %% [markdown]
# ## Switch them off
#
# Looking is not yet using. So switch each of the six off, one at a time, then all together, and look at the answer. As a control the same is done to another text, "Once upon a", that has no "hot" in it; and six heads drawn at random from the same layers are switched off together, three times.

# %% off
text = tokenizer.encode("Once upon a")
(time,) = tokenizer.encode(" time")


def show(name, off):
    """Print three probabilities while some heads are off."""
    ends = [watch(begun, off)[0][-1] for begun in (ids, text)]
    logits = [model.logits(x[0, -1:]).data[0] for x in ends]
    p, q = next_token_probabilities(logits)
    print(f"{name:9} {p[one]:5.2f} {p[other]:4.2f} {q[time]:8.2f}")


print(f"off       {words}     time")
show("none", ())
for layer, head in heads:
    show(f"{layer + 1}.{head + 1}", [(layer, head)])
show("all six", heads)
rng = np.random.default_rng(0)
for draw in (1, 2, 3):
    others = [(layer, rng.integers(9)) for layer, _ in heads]
    show(f"random {draw}", others)

# %% [markdown]
# Together the six matter: with all of them off, cold falls from [0.52](#out-labs-talk--off "none") to [0.02](#out-labs-talk--off), while six random heads of the same layers leave it between [0.51](#out-labs-talk--off) and [0.58](#out-labs-talk--off). One at a time it is otherwise. Without head [25.8](#out-labs-talk--heads) cold has [0.28](#out-labs-talk--off); head [21.1](#out-labs-talk--heads) takes as much from the word, and without it nothing happens. So where a head looks does not tell what it is good for. Nor is the first of them a head for hot and cold: the other text needs it, too.

# %% [markdown]
# ## Change one thing
#
# - **The question.** Take one whose answer is a single word, and change `question`, `begun`, `words` and `seen` with it. Is the answer on top of the list? From which layer on?
# - **The word that is looked at.** Set `seen` to `" opposite"`. Which heads take from it, and does the answer need them?
# - **More at once.** Put all nine heads of a layer into `off`. Are there layers without which the answer becomes surer?
# - **The temperature.** In the first cell give `generate` a generator, `np.random.default_rng(0)`, in the place of `sampling=GREEDY`: it then draws at temperature 1. How often is the answer right in ten seeds?
#
# ## What this toy does not show
#
# One model, one question and its wording: with another wording other heads may matter. A head set to zero is one that the rest of the model has never met, so that a lost answer does not show that the head held it. And a head that looks at a word may carry something else from there.
