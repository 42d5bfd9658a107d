"""The same fact from its two ends."""

from lessoncode.pretrained import smollm

smol = smollm.load()
CAPITALS = {
    "France": "Paris",
    "Germany": "Berlin",
    "Italy": "Rome",
    "Japan": "Tokyo",
    "Greece": "Athens",
    "China": "Beijing",
    "Sweden": "Stockholm",
    "Portugal": "Lisbon",
}
there = [f"The capital of {country} is" for country in CAPITALS]
back = [f"{city} is the capital of" for city in CAPITALS.values()]
forward = smol.answer_probabilities(there, CAPITALS.values())
backward = smol.answer_probabilities(back, CAPITALS)
print("           its capital  its country")
for row in zip(CAPITALS, forward, backward, strict=True):
    print("{:10} {:11.2f} {:12.2f}".format(*row))
print(f"mean {forward.mean():17.2f} {backward.mean():12.2f}")
