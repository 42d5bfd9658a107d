"""One fact, asked for in many words and in six languages."""

# --8<-- [start:english]
import numpy as np

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
