"""One parameter, trained by hand: loss, gradient, move."""

# --8<-- [start:step]
import math

from lessoncode import figure
from lessoncode.model.tensor import Tensor


def loss_of(w):
    """Mean of -log p, if mat came 7 times and sofa 3 times.

    p is the softmax of the logits: w for mat, 0 for sofa.
    """
    log_sum = (w.exp() + 1).log()  # of the sum in softmax
    log_mat, log_sofa = w - log_sum, -log_sum
    return -(log_mat * 7 + log_sofa * 3) / 10


w = Tensor(0.0)  # then mat has the probability 0.5
loss = loss_of(w)
loss.backward()  # w.grad is now the slope; an older one is gone
print(f"loss {loss.data:.3f}, gradient {w.grad:.3f}")

up = loss_of(Tensor(0.01)).data - loss_of(Tensor(-0.01)).data
print(f"the same by trying: {up / 0.02:.3f}")

w.data = w.data - 1.0 * w.grad  # 1.0 is the learning rate
print(f"w is {w.data:.3f}, loss {loss_of(w).data:.3f}")
# --8<-- [end:step]


# --8<-- [start:run]
def draw(way):
    """The curve of the loss, and the steps as dots on it."""
    fig, axes = figure.canvas(width=4.4)
    line = [w / 50 for w in range(-75, 151)]
    axes.plot(line, [loss_of(Tensor(w)).data for w in line])
    axes.plot(*zip(*way), "o", markersize=4)
    axes.set(xlabel="the parameter w", ylabel="loss")
    alt = (
        "Loss against the parameter: a valley with its bottom near "
        "0.85. Dots start at 0 on its left slope and move down to the "
        "bottom, closer and closer together."
    )
    caption = (
        "Going downhill: the steps become shorter towards the bottom, "
        "where the probabilities equal the shares in the text."
    )
    figure.save(fig, "descent", alt, caption)


def descend(rate, steps):
    """Every w on the way down, and its loss."""
    w, way = Tensor(0.0), []
    for _ in range(steps + 1):
        loss = loss_of(w)
        loss.backward()
        way.append((float(w.data), float(loss.data)))
        w.data = w.data - rate * w.grad
    return way


print("step     w  p(mat)   loss")
way = descend(rate=1.0, steps=30)
for step in (0, 1, 2, 5, 10, 20, 30):
    w, loss = way[step]
    p = 1 / (1 + math.exp(-w))
    print(f"{step:4} {w:5.2f} {p:7.3f} {loss:6.3f}")

draw(way)
# --8<-- [end:run]

# --8<-- [start:rate]
print("after step ", *(f"{step:5}" for step in range(6)))
for rate in (0.1, 1.0, 12.0):
    ws = [w for w, _ in descend(rate, 5)]
    print(f"rate {rate:4}:", *(f"{w:5.1f}" for w in ws))
# --8<-- [end:rate]
