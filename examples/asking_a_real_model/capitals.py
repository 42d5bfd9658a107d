# time limit: 60 s
"""Is the capital likelier than another well-known city?"""

# --8<-- [start:bare]
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


def compare(prompts):
    """Print both cities of each country, and count."""
    capitals, others = zip(*CITIES.values(), strict=True)
    p = smol.answer_probabilities(prompts, capitals)
    q = smol.answer_probabilities(prompts, others)
    for row in zip(capitals, p, others, q, strict=True):
        print("{:10} {:.2f}   {:10} {:.2f}".format(*row))
    ahead, behind = (p > q + 0.005).sum(), (p < q - 0.005).sum()
    print("capital ahead:", ahead, " behind:", behind)
    print("capital above half:", (p > 0.5).sum())


begun = [f"The capital of {country} is" for country in CITIES]
compare(begun)
# --8<-- [end:bare]

# --8<-- [start:marked]
compare([f"<|endoftext|>{text}" for text in begun])
# --8<-- [end:marked]

# --8<-- [start:template]
asked = [f"What is the capital of {c}?" for c in CITIES]
compare(
    [
        smollm.chat_template([("user", question)]) + reply
        for question, reply in zip(asked, begun, strict=True)
    ]
)
# --8<-- [end:template]
