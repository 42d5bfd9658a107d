# time limit: 40 s
"""How hard the attention heads push for " Paris"."""

import numpy as np

from lessoncode.pretrained import smollm

model, tokenizer = smollm.load()
config = model.config
w = {name: p.data for name, p in model.parameters.items()}
ids = [tokenizer.encode("The capital of France is")]
gathered, neurons = [], []  # at the last token
for _, place, x in model.stream(ids):
    if place == "gathered":
        gathered.append(x.data[0, -1])
    if place == "neurons":
        neurons.append(x.data[0, -1])

x = x.data[0, -1]
scale = w["norm"] / np.sqrt(np.mean(x * x) + config.norm_eps)
reads = w["embedding"][tokenizer.encode(" Paris")[0]] * scale


def pushes(parts, name):
    """What each number adds to the logit of Paris, [layer, number]."""
    weights = (w[f"layers.{i}.{name}"] for i in range(config.n_layer))
    return np.array([x * (reads @ m) for x, m in zip(parts, weights)])


push = pushes(gathered, "attention_out")
heads = push.reshape(config.n_layer, config.n_head, -1).sum(-1)
print(f"{heads.size} heads\nhead   adds")
for i in np.argsort(-heads, axis=None)[:3]:
    layer, head = divmod(int(i), config.n_head)
    name = f"{layer + 1}.{head + 1}"
    print(f"{name:5} {heads[layer, head]:5.2f}")
push = pushes(neurons, "down")
print(f"strongest neuron: {push.max():.2f}")
mlps = push.sum(-1)
print("layer  its attention  its MLP")
for layer in (9, 24, 29):
    adds = heads[layer - 1].sum(), mlps[layer - 1]
    print("{:5} {:14.2f} {:8.2f}".format(layer, *adds))
