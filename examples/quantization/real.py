# time limit: 120 s
"""SmolLM2's weights, rounded once more."""

# --8<-- [start:bits]
import numpy as np

from lessoncode.model.generate import generate
from lessoncode.model.layers import log_prob
from lessoncode.model.quantize import (
    bits_a_weight,
    quantized,
    with_quantized,
)
from lessoncode.model.sampling import GREEDY
from lessoncode.pretrained import smollm
from lessoncode.training import checkpoints

model, tokenizer = smollm.load()
rain = (checkpoints.EXAMPLES / "tokens/rain.txt").read_text("utf-8")
end = tokenizer.special_tokens["<|endoftext|>"]
ids = np.array([[end, *tokenizer.encode(rain)]])
BEGUN = (
    "The capital of France is",
    "The opposite of hot is",
    "Water boils at",
    "Monday, Tuesday,",
    "Once upon a time there was",
)
SHOWN = (8, None), (4, 32), (4, None), (3, 32)
said = {}


def measured(some, name=""):
    """Bits a token of the story; with a name it also goes on."""
    for begun in BEGUN if name else ():
        start = tokenizer.encode(begun)
        drawn = generate(some, start, 5, sampling=GREEDY)
        said.setdefault(name, []).append(tokenizer.decode(list(drawn)))
    log_p = log_prob(some(ids[:, :-1]), ids[:, 1:]).data
    return -log_p.mean() / np.log(2)


def shifted(w):
    """16 levels in blocks that begin 16 weights after the file's."""
    if w.ndim < 2:
        return w
    return np.roll(quantized(np.roll(w, 16, 1), 4, 32), -16, 1)


def step(w, n_block):
    """How far apart the levels are, but for a factor."""
    return np.median(np.ptp(w.reshape(-1, n_block), axis=1))


print(f"{ids.size - 1} tokens              bits       million")
print("levels  in blocks of  a weight    bytes  bits a token")
print(f"the file {measured(model, 'the file'):44.2f}")
layers = with_quantized(model, 4, 32)
layers.parameters["embedding"] = model.parameters["embedding"]
print(f"  its layers again {measured(layers):34.2f}")
for n_bits, n_block in (
    (8, None),
    (4, 32),
    (4, None),
    (3, 32),
    (3, None),
    (2, 32),
):
    name = f"{2**n_bits} levels, blocks of {n_block or 'a row'}"
    goes_on = (n_bits, n_block) in SHOWN
    fewer = with_quantized(model, n_bits, n_block)
    bits = measured(fewer, name if goes_on else "")
    each = bits_a_weight(n_bits, n_block or 576)
    size = each * model.n_parameters / 8e6
    name = f"{2**n_bits:4} {n_block or 'a row':>12}"
    print(f"{name} {each:12.1f} {size:8.0f} {bits:13.2f}")
    if (n_bits, n_block) == (4, 32):
        new = {k: shifted(p.data) for k, p in model.parameters.items()}
        other = type(model)(model.config, new, requires_grad=False)
        name, bits = f"{16:4} {'shifted 32':>12}", measured(other)
        print(f"{name} {each:12.1f} {size:8.0f} {bits:13.2f}")
weights = [p.data for p in model.parameters.values()]
far = [step(w, w.shape[1]) / step(w, 32) for w in weights if w.ndim > 1]
print(f"levels in a row: {np.median(far):.1f} times as far apart")
# --8<-- [end:bits]

# --8<-- [start:said]
for name, texts in said.items():
    print(name)
    for begun, text in zip(BEGUN, texts):
        print(f"   {begun} \u2026{text!r}"[:64])
# --8<-- [end:said]
