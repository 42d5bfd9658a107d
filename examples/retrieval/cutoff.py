"""Asked of years after the cutoff, these models name a past leader."""

import numpy as np

from lessoncode import figure
from lessoncode.training import checkpoints

arrays = checkpoints.load("hallucination/years").arrays
p = arrays["p"][:, 0].astype(float)  # without a note: seed, pair, name
led, names = arrays["led"], arrays["names"]
countries, years = arrays["pairs"].T
years = years.astype(int)
said = p.argmax(-1)

print("            right    names a  names the  probability")
print("model year  answers  former   last       of the name")
print("                     leader   leader")
for seed in range(len(p)):
    past, last = [], []
    for country, name in zip(countries, said[seed]):
        read = led[seed, (countries == country) & (years < 6)]
        past.append(name in read)
        last.append(name == read[-1])
    measures = np.array([said[seed] == led[seed], past, last])
    for kind, at in (("1-5", years < 6), ("6-7", years > 5)):
        right, before, latest = measures[:, at].mean(1)
        top = p[seed, at].max(-1)
        print(f"{seed:5} {kind:>4} {right:8.0%}", end="")
        led_before = f"{before:9.0%} {latest:10.0%}"
        if kind == "1-5":  # a right answer may be a past leader, too
            led_before = "        -          -"
        print(led_before, f"   {top.min():.2f}-{top.max():.2f}")

print("wrong answers about years 6-7, and how many are at least")
print("as sure as the least sure answer about years 1-5")
sure, top = [], p.max(-1)
for seed in range(len(p)):
    wrong = top[seed, (years > 5) & (said[seed] != led[seed])]
    as_sure = (wrong >= top[seed, years < 6].min()).sum()
    sure.append((len(wrong), as_sure))
    print(f"{seed:5} {len(wrong):4} {as_sure:10}")
print("all   {:4} {:10}".format(*np.sum(sure, 0)))

fig, axes = figure.canvas(height=3)
right = said == led
x = np.zeros(right.shape)
for year in range(1, 8):  # the right ones stand on the left
    at = years == year
    order = np.argsort(~right[:, at], axis=None, kind="stable")
    places = np.argsort(order).reshape(len(p), -1)
    x[:, at] = year + 0.04 * (places - places.mean())
for kind, at in ("right", right), ("wrong", ~right):
    colour = figure.COLOURS["accent" if kind == "right" else "second"]
    face = colour if kind == "right" else "none"
    look = {"s": 12, "color": colour, "facecolors": face}
    axes.scatter(x[at], p.max(-1)[at], **look)
axes.axvline(5.5, color=figure.COLOURS["ink"], linewidth=1)
axes.text(5.45, 0.05, "the text ends here", ha="right")
looks = [{"color": figure.COLOURS[c]} for c in ("accent", "second")]
axes.text(3, 0.62, "right (filled)", ha="center", **looks[0])
words = "wrong (rings),\nmany near 1"
axes.text(6.5, 0.12, words, ha="center", **looks[1])
axes.set(ylim=(0, 1.05), xlabel="year in the question")
axes.set_ylabel("probability of the answer")
alt = (
    "Answers of three models by year. In years 1 to 5 all are right "
    "and nearly all near the top. In years 6 and 7 most are wrong, "
    "and most of these lie near the top, too."
)
caption = (
    "The cutoff: no text says who leads in years 6 and 7; most answers "
    "about them are wrong, and many are nearly as sure as before."
)
figure.save(fig, "cutoff", alt, caption)

seed = 0
for country in ("albania", "belgium", "croatia"):
    at = countries == country
    print(f"{country}:", *names[led[seed, at]])
    for i in np.flatnonzero(at & (years > 5)):
        name, top = names[said[seed, i]], p[seed, i].max()
        print(f"  in year {years[i]}, it says: {name} ({top:.2f})")
