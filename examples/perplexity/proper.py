"""Which forecast is best? By two losses."""

import numpy as np

from lessoncode import figure


def draw(q, log_loss, distance):
    """Both losses, each with a dot at its lowest point."""
    fig, axes = figure.canvas(height=2.3)
    accent, second = figure.COLOURS["accent"], figure.COLOURS["second"]
    axes.plot(q, log_loss)
    axes.text(0.22, 1.85, "log loss, in bits", color=accent)
    axes.plot(q, distance, "--")
    axes.text(0.02, 0.78, "distance from 0 or 1", color=second)
    for y, colour in ((log_loss, accent), (distance, second)):
        best = y.argmin()
        axes.plot(q[best], y[best], "o", color=colour)
    axes.set(xlabel="announced probability of mat", ylabel="mean loss")
    axes.set(xlim=(0, 1.02), ylim=(0, 3))
    alt = (
        "Log loss is a bowl with its lowest point at 0.7. The distance "
        "is a straight line that falls all the way to the right edge."
    )
    caption = (
        "An honest loss: log loss is lowest at the truth, while the "
        "distance is lowest at the boldest forecast."
    )
    figure.save(fig, "proper", alt, caption)


truth = 0.7  # how often the next word really is mat
q = np.arange(1, 100) / 100  # the probability that you announce
# The mean loss of each forecast, when mat comes 7 times in 10:
log_loss = -truth * np.log2(q) - (1 - truth) * np.log2(1 - q)
distance = truth * (1 - q) + (1 - truth) * q

print("announced  log loss  distance from 0 or 1")
for i in (49, 69, 89, 98):
    print(f"{q[i]:9.2f} {log_loss[i]:9.3f} {distance[i]:9.3f}")
print("best for log loss:", q[log_loss.argmin()])
print("best for distance:", q[distance.argmin()])
draw(q, log_loss, distance)
