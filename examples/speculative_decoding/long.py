"""In a full batch, guessing pays if the texts are long.

Arithmetic for a processor that does 148 multiply-adds in the time
in which it fetches a byte: an H100 does 989.4e12 operations a second
on 16-bit numbers, two of which are a multiply-add, and it fetches
3.35e12 bytes.
"""

import math

import numpy as np

from lessoncode import figure
from lessoncode.model.transformer import Config
from lessoncode.pretrained import smollm

A_BYTE = 989.4e12 / 2 / 3.35e12
KEPT, TOKENS = 3, 5  # a pass over five tokens gives three
shape = {"n_vocab": 128_256, "tied": False, "n_kv_head": 8}


def llama(width, n_layer, n_head, n_hidden):
    """The settings of a Llama 3.1."""
    sizes = {"n_embd": width, "n_layer": n_layer, "n_head": n_head}
    return Config(**shape, **sizes, n_hidden=n_hidden)


MODELS = {
    "SmolLM2": smollm.load().model.config,
    "Llama 3.1 8B": llama(4096, 32, 32, 14_336),
    "Llama 3.1 70B": llama(8192, 80, 64, 28_672),
    "Llama 3.1 405B": llama(16_384, 126, 128, 53_248),
}


def fetched(config, length):
    """Bytes of one text's cache. The weights' part is next to nothing
    in a batch that is large enough."""
    a_token = 2 * 2 * config.n_layer * config.n_kv_head * config.d_head
    return a_token * length


def computed(config, length):
    """Multiply-adds for one token of such a text."""
    total = sum(math.prod(shape) for shape in config.shapes().values())
    looked_up = 0 if config.tied else config.n_vocab * config.n_embd
    pairs = 2 * config.n_layer * config.n_embd * length
    return total - looked_up + pairs


def waits_from(config, n_tokens):
    """The length from which a pass over so many tokens waits for
    memory: then the cache takes longer than the multiply-adds."""
    fixed = n_tokens * computed(config, 0)
    a_token = n_tokens * (computed(config, 1) - computed(config, 0))
    return fixed / (A_BYTE * fetched(config, 1) - a_token)


def pays_from(config):
    """The length from which guessing pays. There, KEPT caches take as
    long to fetch as TOKENS tokens to compute."""
    return waits_from(config, TOKENS / KEPT)


def gain(config, length):
    """How many times as fast, with a draft that takes no time."""
    bytes_, work = fetched(config, length), computed(config, length)
    alone = max(bytes_, work / A_BYTE)
    return KEPT * alone / max(bytes_, TOKENS * work / A_BYTE)


print("a full batch waits for memory, if texts are longer than")
print("  tokens in a pass        1         5")
for name, config in MODELS.items():
    row = [waits_from(config, n) for n in (1, TOKENS)]
    print(f"  {name:15}", "".join(f"{n:10,.0f}" for n in row))
print("times as fast, if 3 of 5 tokens come out")
print("  tokens in a text      100     1,000    10,000  pays from")
for name, config in MODELS.items():
    row = [gain(config, n) for n in (100, 1000, 10_000)]
    print(f"  {name:15}", "".join(f"{n:10.1f}" for n in row), end="")
    print(f"{pays_from(config):11,.0f}")

fig, axes = figure.canvas(height=2.9)
lengths = np.geomspace(10, 100_000, 200)
styles = {"Llama 3.1 8B": "-", "Llama 3.1 405B": "--"}
places = (900, 2), (16_000, 2)
for (name, style), at in zip(styles.items(), places):
    y = [gain(MODELS[name], n) for n in lengths]
    look = {"linestyle": style, "color": figure.COLOURS["accent"]}
    axes.plot(lengths, y, **look)
    axes.text(*at, name.replace("1 4", "1\n4"), ha="right")
axes.axhline(1, color=figure.COLOURS["muted"], linewidth=0.8)
axes.text(12, 1.06, "no gain")
axes.text(12, 0.36, "short texts: slower")
axes.text(95_000, 3.1, "long texts: faster", ha="right")
axes.set(xscale="log", ylim=(0, 3.5))
axes.set(xlabel="tokens in each text", ylabel="times as fast")
axes.set_xticks([10, 100, 1000, 10_000, 100_000])
axes.set_xticklabels(["10", "100", "1,000", "10,000", "100,000"])
axes.minorticks_off()
alt = (
    "How many times as fast a full batch becomes by guessing, against "
    "the number of tokens in each text. For short texts it becomes "
    "slower. The curve of the smaller model rises above 1 at several "
    "hundred tokens, that of the largest at several thousand."
)
caption = (
    "Guessing in a full batch: it pays off if texts are so long that "
    "fetching a text's cache three times takes longer than computing "
    "five tokens. Computed for an H100, with a draft that takes no "
    "time."
)
figure.save(fig, "long", alt, caption)
