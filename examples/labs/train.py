# time limit: 60 s
"""A notebook that trains a tokenizer and a transformer on a text of your own, beside a model that only counts."""

# %% [markdown]
# # Train your own model on your own text
#
# In this lab you train a tokenizer and a small transformer on a text that you choose, see whether it beats mere counting, and let it write. It takes about a quarter of a minute on one core. You should have read [Tokens](../../docs/lesson/tokens.md) and [Next-token prediction](../../docs/lesson/next-token.md). If you want to try it without code first, there is [a page that trains in your browser](../../docs/play/train.md).

# %% [markdown]
# ## The text
#
# The text here is short, and made up for this lab: the log of a lighthouse keeper, one entry a line. For a text of your own, change the path below. What stands on one line is a document; anything will do, letters, recipes, chats, code.
#
# Every tenth line is put aside. No model sees these lines in training, so that they show what was learned rather than learned by heart.

# %% read
from pathlib import Path

from lessoncode.worlds import lighthouse

path = Path(lighthouse.LOG)  # Path("my.txt")
lines = [line for line in path.read_text("utf-8").splitlines() if line]
aside = lines[4::10]
lines = [line for line in lines if line not in aside]
for name, some in (("to learn", lines), ("put aside", aside)):
    n_bytes = sum(len(line.encode()) for line in some)
    print(f"{name:9} {len(some):4} lines, {n_bytes:6,} bytes")
print(lines[0][:56], "...")

# %% [markdown]
# ## The tokens
#
# Byte pair encoding starts from single bytes and merges the pair of neighbours that is most frequent, again and again, `n_merges` times. The vocabulary then has [457](#out-labs-train--tokens) tokens. The longest of them tell you what your text says over and over.

# %% tokens
from lessoncode.text import bpe_training
from lessoncode.text.bpe import BytePairTokenizer
from lessoncode.text.split import GPT2_SPLIT

ranks = bpe_training.train("\n".join(lines), n_merges=200)
end = len(ranks)
special = {"<|endoftext|>": end}
tokenizer = BytePairTokenizer(ranks, GPT2_SPLIT, special)
learned = [tokenizer.encode(line) for line in lines]
unseen = [tokenizer.encode(line) for line in aside]
print("tokens in the vocabulary:", tokenizer.n_vocab)
print("tokens to learn from:", sum(map(len, learned)))
longest = sorted(ranks, key=lambda token: (-len(token), token))[:4]
print("longest:", *(repr(token.decode()) for token in longest))

# %% [markdown]
# ## Something to beat
#
# Before you train anything, ask what comes for free. An n-gram model counts which token followed the last n - 1 and needs no training at all. The measure is **bits a byte**: how many bits of surprise the text costs, divided by its length in bytes. So it stays comparable when you change the tokenizer, which bits a token would not. Lower is better.

# %% count
import numpy as np

from lessoncode.text.ngram import NGram


def bits(log_probs, some):
    """Bits a byte; the end of each line counts as one byte."""
    n_bytes = sum(len(line.encode()) + 1 for line in some)
    return -np.concatenate(log_probs).sum() / np.log(2) / n_bytes


print("bits a byte   learned  put aside")
for n in (1, 2, 3, 4):
    model = NGram(learned, n, tokenizer.n_vocab, end)
    seen = bits([model.log_probs(ids) for ids in learned], lines)
    counted = bits([model.log_probs(ids) for ids in unseen], aside)
    print(f"{n}-gram {seen:14.2f} {counted:10.2f}")

# %% [markdown]
# A longer context nearly always helps on the lines that were counted: at four tokens they cost [0.23](#out-labs-train--count) bits a byte. On the lines put aside it hardly helps any more, [1.12](#out-labs-train--count). The difference is what was learned by heart.
#
# ## The model
#
# Two layers of width 64. Before training it gives all tokens about the same probability.

# %% model
from lessoncode.measures.prediction import token_log_probs
from lessoncode.model.transformer import Config, Transformer

rng = np.random.default_rng(0)
config = Config(
    n_vocab=tokenizer.n_vocab,
    n_embd=64,
    n_layer=2,
    n_head=4,
    n_kv_head=4,
    n_hidden=128,
)
model = Transformer.initial(config, rng, np.float64)
parameters = model.n_parameters
print(f"parameters: {parameters:,}")


def measured(documents, some):
    """Bits a byte by the model as it is now."""
    found = token_log_probs(model.frozen(), documents, end)
    return bits(found, some)


print(f"bits a byte, put aside: {measured(unseen, aside):.2f}")

# %% [markdown]
# ## The training
#
# Each of the [300](#out-labs-train--train) steps shows it 16 rows of 64 tokens. Watch the two columns: as long as both fall, it learns the language of the log. When the left one falls alone, it learns the log itself.

# %% train
from lessoncode.training.batches import packed_batches
from lessoncode.training.loop import train

course = [(0, measured(learned, lines), measured(unseen, aside))]
rows = packed_batches(learned, end, n_batch=16, n_seq=64, rng=rng)
print("step   learned  put aside")
for step in train(model, rows, n_steps=300, peak=2e-3):
    if step.number % 25 == 0:
        both = measured(learned, lines), measured(unseen, aside)
        course.append((step.number, *both))
        if step.number % 50 == 0:
            print("{:4} {:9.2f} {:10.2f}".format(*course[-1]))

# %% [markdown]
# The same as a picture, with the best count as a line.

# %% picture
from lessoncode import figure

steps, on_learned, on_aside = zip(*course)
fig, axes = figure.canvas()
for y, style, name in (
    (on_learned, "--", "learned"),
    (on_aside, "-", "put aside"),
):
    (line,) = axes.plot(steps, y, style)
    look = {"color": line.get_color(), "ha": "right"}
    axes.text(300, y[-1] + 0.14, name, **look)
axes.axhline(counted, color=figure.COLOURS["muted"], linewidth=0.8)
axes.text(300, counted - 0.07, "4-gram", va="top", ha="right")
axes.set(xlabel="step", ylabel="bits a byte", ylim=(0, 3.3))
alt = (
    "Bits a byte over the steps of training, for the lines learned "
    "and the lines put aside, with a level line for the 4-gram."
)
figure.save(fig, "course", alt)

# %% [markdown]
# On this text the transformer does not win. The lines put aside cost [1.27](#out-labs-train--train) at best, more than the counts need, and they get dearer while the model goes on to learn the rest by heart, down to [0.24](#out-labs-train--train). It is a text of a few pages; a model with tens of thousands of parameters has room for all of it.

# %% [markdown]
# ## A model from the page
#
# The page lets you download its model. To go on with that one, put its file next to this notebook and its name into the next cell. Put the path of your text into the first cell, too.

# %% open
from lessoncode.training import checkpoints

downloaded = None  # Path("model.npz")
if downloaded:
    name = downloaded.resolve().with_suffix("")
    saved = checkpoints.load(str(name))
    model, tokenizer = saved.model, saved.tokenizer
    end = tokenizer.special_tokens["<|endoftext|>"]

# %% [markdown]
# ## Let it write
#
# Three lines at each temperature, each drawn from the start of a line. (Bytes that are not text appear as �.)

# %% write
import textwrap

from lessoncode.model.generate import generate
from lessoncode.model.sampling import Sampling

texts = []
for temperature in (0.3, 0.7, 1.0):
    for seed in range(3):
        draws = np.random.default_rng(seed)
        how = draws, Sampling(temperature)
        ids = generate(model, [end], 40, *how, stop=end)
        texts.append(tokenizer.decode(ids))
        begun = textwrap.shorten(texts[-1], 58, placeholder=" …")
        print(temperature, begun)

# %% [markdown]
# Is that new, or copied? Here is the longest piece of each text that stands in the lines it learned, as a share of the text.

# %% copied
all_lines = "\n".join(lines)


def longest_copy(text):
    """The longest piece of a text that was learned word by word."""
    for n in range(len(text), 0, -1):
        for start in range(len(text) - n + 1):
            if text[start : start + n] in all_lines:
                return text[start : start + n]
    return ""


for i, text in enumerate(texts):
    copy = longest_copy(text)
    share = len(copy) / len(text)
    print((0.3, 0.7, 1.0)[i // 3], f"{share:4.0%} {copy[:50]!r}")

# %% [markdown]
# ## Change one thing
#
# - **Your text.** Put a file of your own in the first cell. Watch where the column *put aside* turns, and whether it gets below the counts.
# - **Half the model.** `n_embd=32` in the cell `model`. Does the turn come later? Is the best value better?
# - **More merges, or none.** `n_merges=0` leaves single bytes. Bits a byte stay comparable; what happens to the gap between counting and training?
# - **Stop in time.** Set `n_steps` to where the second column was lowest, and let it write again. Is less of it copied?
#
# ## What this toy does not show
#
# One text, one seed, one division into lines: run it with another seed before you believe a small difference. Learning by heart depends on how often a text is read: [Knowledge in the weights](../../docs/lesson/knowledge.md) measures that.
