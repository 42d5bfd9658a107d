"""Asked of years after the cutoff, these models name a past leader."""

import numpy as np

from lessoncode.training import checkpoints

arrays = checkpoints.load("hallucination/years").arrays
p = arrays["p"][:, 0].astype(float)  # without a note: seed, pair, name
led, names = arrays["led"], arrays["names"]
countries, years = arrays["pairs"].T
years = years.astype(int)
said = p.argmax(-1)

print("seed  year  right  past    last    likeliest")
print("                   leader  leader")
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
        print(f"{seed:4} {kind:>5} {right:6.2f}", end="")
        print(f" {before:7.2f} {latest:7.2f}", end="")
        print(f"  {top.min():.2f}-{top.max():.2f}")

seed = 0
for country in ("albania", "belgium", "croatia"):
    at = countries == country
    print(f"{country}:", *names[led[seed, at]])
    for i in np.flatnonzero(at & (years > 5)):
        name, top = names[said[seed, i]], p[seed, i].max()
        print(f"  in year {years[i]}, it says: {name} ({top:.2f})")
