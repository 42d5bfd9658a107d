"""The best policy for every price of leaving the reference."""

# --8<-- [start:drawing]
from lessoncode import figure


def draw(curve, marks):
    """Reward against divergence; some betas marked."""
    fig, axes = figure.canvas(width=4.6, height=2.8)
    axes.plot([kl for _, kl, _ in curve], [r for r, _, _ in curve])
    colour = figure.COLOURS["second"]
    for beta, (reward, kl, _) in marks.items():
        axes.plot(kl, reward, "o", color=colour)
        below = 0.3 if beta == 0.2 else 0.13
        axes.text(kl + 0.08, reward - below, f"beta {beta}")
    axes.set(xlabel="KL from the reference, in nats", xlim=(0, 5))
    axes.set(ylabel="mean reward", ylim=(-0.5, 2.1))
    alt = (
        "Mean reward against the divergence from the reference, for "
        "the best policy at each beta. The curve rises steeply at "
        "first and then flattens towards a reward of 2. Smaller betas "
        "lie further along it."
    )
    figure.save(fig, "optimum", alt)
# --8<-- [end:drawing]


# --8<-- [start:best]
import numpy as np

from lessoncode.model.tensor import Tensor
from lessoncode.worlds import waiter

world = waiter.enumeration(waiter.untrained_policy())
spoken = waiter.said(world.batch, waiter.SMALL)
of_soup = [answer for order, answer in spoken if order == "soup"]
soup = waiter.ORDERS.index("soup")
print("answers to an order:", len(of_soup))
for beta in (10, 0.5, 0.1):
    p = np.exp(world.optimum(beta)[soup])
    print(f"beta {beta}: the likeliest answers to soup")
    for i in np.argsort(-p)[:3]:
        text = " ".join(of_soup[i]) or "-"
        worth = world.rewards[soup, i]
        print(f"  {p[i]:.3f}  {text:15} worth {worth:.0f}")
# --8<-- [end:best]


# --8<-- [start:curve]
def numbers(log_p):
    """Mean reward, divergence from the reference, entropy."""
    p = Tensor(log_p)
    entropy = -(np.exp(log_p) * log_p).sum(-1).mean()
    return float(world.reward(p).data), float(world.kl(p).data), entropy


print(" beta  reward   KL  entropy")
print("start {:7.2f} {:5.2f} {:7.2f}".format(*numbers(world.log_ref)))
for beta in (2, 1, 0.5, 0.2, 0.1, 0.05):
    row = numbers(world.optimum(beta))
    print(f"{beta:5}", "{:7.2f} {:5.2f} {:7.2f}".format(*row))

curve = [numbers(world.optimum(b)) for b in np.geomspace(0.06, 20, 40)]
marks = {b: numbers(world.optimum(b)) for b in (2, 1, 0.5, 0.2)}
draw(curve, marks)
# --8<-- [end:curve]
