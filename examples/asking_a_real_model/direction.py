# time limit: 60 s
"""The same facts from their two ends, asked in three ways."""

from lessoncode.pretrained import smollm

smol = smollm.load()
COUNTRIES = [
    *("France", "Germany", "Italy", "Japan", "Greece", "China"),
    *("Sweden", "Portugal", "Norway", "Egypt", "Spain", "Kenya"),
    *("Cuba", "Poland", "Peru", "Austria"),
]
CAPITALS = [
    *("Paris", "Berlin", "Rome", "Tokyo", "Athens", "Beijing"),
    *("Stockholm", "Lisbon", "Oslo", "Cairo", "Madrid", "Nairobi"),
    *("Havana", "Warsaw", "Lima", "Vienna"),
]


def probability(form, question, begun, names, answers):
    """The mean probability of the right answer."""
    prompts = []
    for name in names:
        prompt = begun.format(name)
        if form == "marked":
            prompt = f"<|endoftext|>{prompt}"
        if form == "template":
            asked = [("user", question.format(name))]
            prompt = smollm.chat_template(asked) + prompt
        prompts.append(prompt)
    return smol.answer_probabilities(prompts, answers).mean()


there = "What is the capital of {}?", "The capital of {} is"
back = "What country is {} the capital of?", "{} is the capital of"
print("          its capital  its country")
for form in ("bare", "marked", "template"):
    capital = probability(form, *there, COUNTRIES, CAPITALS)
    country = probability(form, *back, CAPITALS, COUNTRIES)
    print(f"{form:8} {capital:12.2f} {country:12.2f}")
