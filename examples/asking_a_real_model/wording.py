"""One fact, asked for in many words and in six languages."""

# --8<-- [start:english]
import numpy as np

from lessoncode import figure
from lessoncode.pretrained import smollm

smol = smollm.load()
CAPITALS = {
    "France": "Paris",
    "Germany": "Berlin",
    "Italy": "Rome",
    "Japan": "Tokyo",
    "Greece": "Athens",
    "Kenya": "Nairobi",
}
WORDINGS = [
    "The capital of {} is the city of",
    "I visited the capital of {},",
    "The capital of {} is",
    "The capital city of {} is",
    "Country: {}\nCapital:",
    "In {}, the capital is",
    "The government of {} sits in",
    "Q: What is the capital of {}?\nA:",
    "{}'s capital is",
    "{} has its capital in",
]

table = []
print("  Paris  mean of six")
for wording in WORDINGS:
    prompts = [wording.format(country) for country in CAPITALS]
    p = smol.answer_probabilities(prompts, CAPITALS.values())
    table.append(p)
    print(f"{p[0]:7.2f} {p.mean():8.2f}   {wording!r}")
print("lowest and highest of the ten")
for city, p in zip(CAPITALS.values(), np.transpose(table), strict=True):
    print(f"  {city:8} {p.min():.2f} {p.max():.2f}")

fig, axes = figure.canvas(height=4.2)
paris = np.array(table)[:, 0].round(2)
places = np.arange(len(paris))
axes.barh(places + 0.2, paris, height=0.28)
for y, wording, share in zip(places, WORDINGS, paris, strict=True):
    said = wording.format("France").replace("\n", " / ")
    axes.text(0, y - 0.18, said, va="center")
    axes.text(share + 0.02, y + 0.2, f"{share:.2f}", va="center")
axes.set(ylim=(9.6, -0.6), xlim=(0, 1.1), xticks=(), yticks=())
axes.spines[["bottom", "left"]].set_visible(False)
alt = (
    "Ten bars, one for each wording. Paris has 0.96 after the capital "
    "of France is the city of, 0.77 after the capital of France is, "
    "0.26 after in France, the capital is, and 0.02 after France has "
    "its capital in."
)
caption = (
    "One fact in ten wordings, with the same weights: how likely Paris "
    "is as the next word (a slash is a line break)."
)
figure.save(fig, "wordings", alt, caption)
# --8<-- [end:english]

# --8<-- [start:languages]
SAID = {
    "The capital of France is": "Paris",
    "La capitale de la France est": "Paris",
    "Die Hauptstadt von Frankreich ist": "Paris",
    "La capital de Francia es": "París",
    "La capitale della Francia è": "Parigi",
    "Huvudstaden i Frankrike är": "Paris",
}
p = smol.answer_probabilities(SAID, SAID.values())
for (begun, city), x in zip(SAID.items(), p, strict=True):
    print(f"{x:.2f}  {begun} {city}")
# --8<-- [end:languages]
