"""The norm gives every vector about the same length."""

import numpy as np

from lessoncode.model.layers import rms_norm
from lessoncode.model.tensor import Tensor
from lessoncode.training import checkpoints

trained = checkpoints.load("next_token/train")
model, words = trained.model.frozen(), trained.tokenizer
config = model.config
text = "the cat that saw the bird sat on the"
ids = words.prompt(text)
ones = Tensor(np.ones(config.n_embd, np.float32))


def show(place, x):
    """The shortest and the longest vector, before and after."""
    normed = rms_norm(x, ones, config.norm_eps)
    print(f"{place:8}", end="")
    for rows in (x.data[0], normed.data[0]):
        length = np.sqrt((rows**2).sum(-1))
        print(f"  {length.min():5.2f} to {length.max():5.2f}", end="")
    print()


print("lengths         before          after")
after = ("embedding", "mlp")
streams = [x for _, place, x in model.stream([ids]) if place in after]
for i, x in enumerate(streams[:-1], 1):
    show(f"layer {i}", x)
show("end", streams[-1])
