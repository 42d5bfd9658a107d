"""The same models with a calculator that errs."""

from lessoncode.training import checkpoints
from lessoncode.training.collection import models_of
from lessoncode.worlds import desk, desk_talks

models = models_of(checkpoints.load("tools/train"))
pairs = desk_talks.sums().held_out
asked = [desk_talks.sum_talk(pair)[:1] for pair in pairs]


def one_more(given):
    """A calculator that says one too many."""
    result = desk.calculate(given).replace(" ", "")
    return desk.signs(int(result or 0) + 1)


CALCULATORS = {
    "right": desk.calculate,
    "one too many": one_more,
    "always 5": lambda given: "5",
    "nothing": lambda given: "nothing",
}


def kind(answer, result, pair):
    """What an answer is, seen from the result and from the truth."""
    if answer == result:
        return "passed on"
    if answer == desk.signs(sum(pair)):
        return "the sum"
    if answer.replace(" ", "").isdigit():
        return "another"
    return "not known" if answer == "i do not know" else "else"


others = {}
KINDS = "passed on", "the sum", "another", "not known", "else"
print("                passed   the  another  not   else")
print("calculator          on   sum   number  known")
first, answers = {}, {}
for name, calculator in CALCULATORS.items():
    tools = {"calc": calculator}
    for seed, model in models.items():
        talks = desk.answered(model, asked, tools)
        found = [
            kind(talk[-1].text, talk[-2].text, pair)
            for talk, pair in zip(talks, pairs)
        ]
        first.setdefault(name, talks[0])
        answers[name, seed] = [talk[-1].text for talk in talks]
        if name == "nothing":
            both = zip(answers[name, seed], found)
            rest = [x for x, said in both if said == "else"]
            others[seed] = rest
        print(f"{f'{name} {seed}':16}", end="")
        widths = 6, 6, 8, 7, 6
        for said, width in zip(KINDS, widths):
            print(f"{found.count(said):{width}}", end="")
        print()
for name, sign in ("always 5", "5"), ("nothing", "i"):
    for seed in models:
        firsts = [text.split()[:1] for text in answers[name, seed]]
        begun = firsts.count([sign])
        print(f"{name}, begins with {sign}, {seed}: {begun}")
for seed in models:
    alone = answers["nothing", seed].count("i")
    print(f"nothing, only the word i, {seed}: {alone}")
CALL = set("(),+") | {"calc", "find", "send"}
for seed, texts in others.items():
    torn = sum(bool(CALL & set(text.split())) for text in texts)
    print(f"nothing, else, parts of a call, {seed}: {torn}")
asked = [
    desk_talks.beginning(f"what is the capital of {country}")
    for country in desk_talks.COUNTRIES
]
for seed, model in models.items():
    talks = desk.answered(model, asked, {"find": desk.search({})})
    unknown = sum(talk[-1].text == "i do not know" for talk in talks)
    name = f"search finds nothing {seed}"
    print(f"{name}: {unknown} of {len(talks)} not known")
print()
for name in "one too many", "always 5", "nothing":
    print(f"{name}:")
    for role, text in first[name]:
        print(f"  {role:9} {text}")
