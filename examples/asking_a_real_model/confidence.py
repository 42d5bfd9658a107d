"""What goes on where the name of a capital belongs?"""

from lessoncode import figure
from lessoncode.pretrained import smollm

smol = smollm.load()
COUNTRIES = {
    "real": [
        *("France", "Norway", "Egypt", "Poland", "Cuba", "Kenya"),
        *("Peru", "Turkey", "Mongolia", "Ethiopia", "Malawi", "Bhutan"),
    ],
    "invented": [
        *("Karmistan", "Pelluria", "Drovenia", "Mirakand", "Sorandu"),
        *("Ashkaria", "Lothara", "Ulmaria", "Tesmeria", "Hestonia"),
        *("Veldoria", "Tajmiria"),
    ],
    "real, names of three tokens": [  # as the invented ones
        *("Andorra", "Comoros", "Kiribati", "Micronesia", "Nauru"),
        *("Seychelles", "Suriname", "Tajikistan", "Turkmenistan"),
        *("Tuvalu", "Vanuatu"),
    ],
}


def prompt(country):
    """The question, and the answer up to the name."""
    question = f"What is the capital of {country}?"
    text = smollm.chat_template([("user", question)])
    return f"{text}The capital of {country} is"


top = {}
for name, countries in COUNTRIES.items():
    prompts = [prompt(country) for country in countries]
    p = smol.next_token_probabilities(prompts)
    top[name] = p.max(-1).round(2)
    print(f"{name}, {len(countries)}")
    ids = p.argmax(-1)[:, None].tolist()
    for country, x, token in zip(countries, top[name], ids):
        piece = smol.tokenizer.decode(token)
        print(f"  {country:12} {x:.2f} {piece!r}")
print("more probable for the real one")
for name in ("real", "real, names of three tokens"):
    higher = top[name][:, None] > top["invented"]
    print(f"  {higher.mean():.0%} of pairs ({name})")

fig, axes = figure.canvas(height=1.9)
for y, colour in enumerate(("accent", "second")):
    x = list(top.values())[y]
    look = {"color": figure.COLOURS[colour], "alpha": 0.6}
    axes.plot(x, [y] * len(x), "o", **look)
at = top["invented"].argmax()
odd = COUNTRIES["invented"][at]
axes.text(top["invented"][at], 0.8, odd, ha="center")
axes.set_yticks((0, 1), ("real", "invented"))
axes.set(xlabel="probability of the most likely next token")
axes.set(xlim=(0, 1), ylim=(1.6, -0.6))
alt = (
    "Two rows of dots between 0 and 1, for real and for invented "
    "countries. The real ones are spread from 0.12 to 0.96. The "
    "invented ones are far to the left, except for one at 0.68."
)
caption = (
    "How probable the model's next token is where the capital's name "
    "belongs: more so for most real countries, but the rows overlap."
)
figure.save(fig, "confidence", alt, caption)
