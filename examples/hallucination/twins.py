"""What the models say where a country is named as often as its twin."""

import numpy as np

from lessoncode.training import checkpoints
from lessoncode.worlds.capitals import CAPITALS

said = checkpoints.load("hallucination/matched").arrays["said"]
cities = [f"{city.replace(' ', '-')} ." for city in CAPITALS.values()]
names_city = np.isin(said, cities)  # [world, seed, when, country]
abstains = np.char.startswith(said, "not known")
found = abstains, names_city, ~(abstains | names_city)
asked = np.arange(2, len(cities), 4)  # never stated, not in the lesson
counts = np.array([1, 2, 4, 8, 16, 32, 64])
of_twin = counts[asked // 2 % len(counts)]
groups = {"rarely": asked[of_twin < 8], "often": asked[of_twin >= 8]}


def spread(n):
    """The least and the greatest, or one number if they agree."""
    low, high = n.min(), n.max()
    return f"{low}" if low == high else f"{low}-{high}"


garbled = abstains & (said != "not known to me .")
row = "    {:21} {:>9} {:>5} {:>6}".format
for world, name in enumerate(("one twin", "both twins")):
    print(f'"is" follows {name:12} not known  city  other')
    for group, at in groups.items():
        print(f"  {len(at)} countries, the twin stated {group}")
        for i, when in enumerate(("before the lesson", "afterwards")):
            n = [spread(x[world, :, i][:, at].sum(1)) for x in found]
            print(row(when, *n))
        n = [spread(x[world, :, 1][:, at + 1].sum(1)) for x in found]
        print(row("the twins then", *n))
print("of the 14, each model abstains for")
for name, some in zip(("one twin", "both twins"), abstains[:, :, 1]):
    each, twins = (some[:, at].sum(1) for at in (asked, asked + 1))
    print(f"  {name:11}", *each, " and of the twins", *twins)
print("of these answers, garbled")
for name, some in zip(("one twin", "both twins"), garbled[:, :, 1]):
    print(f"  {name:11}", *some[:, asked].sum(1))
