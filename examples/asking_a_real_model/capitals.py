# time limit: 60 s
"""Is the capital more likely than another well-known city?"""

import numpy as np

from lessoncode.pretrained import smollm

smol = smollm.load()
CITIES = {
    "France": ("Paris", "Lyon"),
    "Germany": ("Berlin", "Munich"),
    "Italy": ("Rome", "Milan"),
    "Japan": ("Tokyo", "Osaka"),
    "Norway": ("Oslo", "Bergen"),
    "Kenya": ("Nairobi", "Mombasa"),
    "Canada": ("Ottawa", "Toronto"),
    "Australia": ("Canberra", "Sydney"),
    "Brazil": ("Brasília", "São Paulo"),
    "India": ("New Delhi", "Mumbai"),
    "Turkey": ("Ankara", "Istanbul"),
    "Nigeria": ("Abuja", "Lagos"),
    "Morocco": ("Rabat", "Casablanca"),
    "Kazakhstan": ("Astana", "Almaty"),
    "New Zealand": ("Wellington", "Auckland"),
}

begun = [f"The capital of {country} is" for country in CITIES]
asked = [f"What is the capital of {c}?" for c in CITIES]
forms = (
    begun,
    [f"<|endoftext|>{text}" for text in begun],
    [
        smollm.chat_template([("user", question)]) + reply
        for question, reply in zip(asked, begun, strict=True)
    ],
)
capitals, others = zip(*CITIES.values(), strict=True)
p = np.array([smol.answer_probabilities(f, capitals) for f in forms])
q = np.array([smol.answer_probabilities(f, others) for f in forms])
print(f"{'':10}{'bare':>10}{'marked':>12}{'template':>12}")
pairs = np.stack([p, q], -1).transpose(1, 0, 2)  # [country, form, 2]
for capital, row, other in zip(capitals, pairs, others, strict=True):
    shown = "  ".join(f"{x:.2f} {y:.2f}" for x, y in row)
    print(f"{capital:10} {shown}  {other}")
counts = {
    "ahead": p > q + 0.005,
    "behind": p < q - 0.005,
}
for name, found in counts.items():
    print(f"{name:10}" + "  ".join(f"{n:10}" for n in found.sum(1)))
