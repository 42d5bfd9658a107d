"""The next token at every temperature: probabilities and draws."""

# --8<-- [start:numbers]
import numpy as np

from lessoncode import diagram
from lessoncode.model.sampling import Sampling, next_token_probabilities
from lessoncode.pretrained import smollm

model, tokenizer = smollm.load()
text = "The capital of France is"
ids = tokenizer.encode(text)
# scores for each text and each place in it: text 0, the last place
logits = model([ids], last=True).data[0, -1].astype(float)
p = next_token_probabilities(logits)
named = np.argsort(-p)[:3]
names = [tokenizer.decode([int(i)]) for i in named]
others = p.size - len(named)

temperatures = [n / 10 for n in range(1, 21)]
shares, rest, draws = {}, [], []
for temperature in temperatures:
    bent = next_token_probabilities(logits, Sampling(temperature))
    shares[temperature] = [*bent[named], 1 - bent[named].sum()]
    rng = np.random.default_rng(0)  # the same random numbers
    drawn = rng.choice(bent.size, 12, p=bent)
    draws.append([tokenizer.decode([int(i)]) for i in drawn])
    # One score that stands for all other tokens together.
    left = np.delete(logits, named) / temperature
    rest.append(left.max() + np.log(np.exp(left - left.max()).sum()))

shown = (0.5, 1.0, 1.5, 2.0)
print("temperature    ", *(f"{at:6}" for at in shown))
for i, name in enumerate([*map(repr, names), f"{others:,} others"]):
    print(f"{name:15}", *(f"{shares[at][i]:6.3f}" for at in shown))
for at in shown:
    tokens = draws[temperatures.index(at)]
    print(f"twelve draws at temperature {at}:")
    print("  " + ", ".join(map(repr, tokens[:6])) + ",")
    print("  " + ", ".join(map(repr, tokens[6:])))
# --8<-- [end:numbers]

# --8<-- [start:drawing]
# p, names and draws are made at the end of the page
drawing = diagram.Drawing(350, 120)
drawing.text(2, 16, f"{text} …", "read", anchor="start")
bars = [*zip(names, p[named])]
bars.append((f"{others:,} others", 1 - p[named].sum()))
drawing.bars(124, 46, bars, longest=150, step=20)
alt = (
    "Bars for the next token after The capital of France is. Paris has "
    "0.773, the 0.065, London 0.012, and all 49,149 others together "
    "0.150."
)
caption = (
    "The next token: a low temperature favours the most likely one, "
    "and a high temperature gives the many others a chance."
)
data = {
    "kind": "temperature",
    "text": text,
    "names": names,
    "logits": logits[named].round(4).tolist(),
    "temperatures": temperatures,
    "rest": np.round(rest, 3).tolist(),
    "others": others,
    "draws": draws,
}
diagram.save(None, drawing, "next", alt, caption, data)
# --8<-- [end:drawing]
