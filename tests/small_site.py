"""A small site for tests of what happens in the browser: it has every kind of block."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from conftest import made_once
from pages import ROOT

FRONT = """\
---
title: The front
hide: [navigation, toc]
---

# The front

A language model reads a text and gives every possible next piece a probability.

```example
inside/picture.py code=folded
```

<div class="front" markdown>
<div markdown>

## Try it

```example
index/next.py code=folded
```

</div>
<div markdown>

## Two doors

```doors
- title: The overview
  to: lesson/tokens.md
  text: How it predicts, how it is made, why it errs. One page.
  pages: [lesson/tokens.md]
- title: An afternoon
  to: lesson/inside.md
  text: Two pages, with something to guess on each.
  pages: [lesson/tokens.md, lesson/inside.md]
```

</div>
</div>

## What people ask

- [Why does it make things up?](lesson/inside.md)
- [Does it look things up?](lesson/tokens.md)
"""

TOKENS = """\
---
title: Tokens
description: What a token is.
before: []
---

# Tokens

After this page you can count tokens.

```guess
covers: tokens/longer.py
ask: Which one is it?
choices:
  - {text: The first., right: true}
  - {text: The second.}
because: It is.
```

```exercise
tokens-1
```

```exercise
tokens-2
```
"""

INSIDE = """\
---
title: Inside the transformer, with a heading that needs more than a line
description: What is in it.
before: [tokens.md]
---

# Inside the transformer, with a heading that needs more than a line

After this page you can follow a sentence through a transformer and say what each part is for.

```example
inside/picture.py code=folded
```

## The whole way

Take one sentence: "the cat that saw the bird sat on the". What comes next depends on who sits;
[later](#in-a-fold) more.

??? note "What one learns inside"

    ??? note "And in it"

        <p id="in-a-fold">That folds open.</p>

```guess
covers: inside/moved.py
ask: >-
  Stop the model between its two layers. At one word, put in the vector that the same place has in
  "the dog that saw the bird sat on the". At which word does that move the cat to the dog's grass?
choices:
  - {text: "cat, the word itself", holds: '"cat" 3 > 0.3'}
  - {text: saw, holds: '"saw" 3 > 0.3'}
  - {text: "bird, the nearest animal", holds: '"bird" 3 > 0.3'}
  - {text: 'the last "the", where the answer comes out', holds: '"last" 3 > 0.3'}
because: >-
  With the dog's vector at "saw", grass gets [0.58](#out-inside-moved "saw"). At "cat" nothing
  changes.
```

```guess
covers: tokens/languages.py
ask: One short sentence takes 6 tokens in English. How many does it take in Amharic?
from: 1
to: 60
answer: '[39](#out-tokens-languages "Amharic")'
because: Its letters are rare in what the tokenizer was made from.
```

At "saw", grass got [0.58](#out-inside-moved "saw").

## Questions

```question
ask: >-
  You ask a model for the source of a true sentence. It names an author, a title, a journal and a
  year. Did it look them up?
proof: '#out-inside-moved'
choices:
  - text: "Yes: it read articles about smoking, and names one of them."
    because: Had it looked one up, it would have found the same one each time.
  - text: "No: each piece is drawn because it is likely after the ones before it."
    because: The weights keep no list of what was read. What a citation looks like was learned.
    right: true
  - text: "Half: journal and title are looked up, the year is guessed."
    because: Nothing is looked up at all.
```

```question
ask: Where do words meet?
proof: '#the-whole-way'
choices:
  - {text: In attention., because: It is the only place., right: true}
  - {text: In the MLP., because: The MLP works on each word alone.}
```

```question
variant: true
ask: At which word does the dog's vector move more, at "cat" or at "saw"?
proof: '#out-inside-moved'
choices:
  - {text: At the cat., holds: '"cat" 3 > "saw" 3', because: "Its place is early."}
  - {text: At saw., holds: '"cat" 3 < "saw" 3', because: "It is read there.", right: true}
```

## Exercises

```exercise
inside-1 Marks
```

```exercise
inside-2
```

## Where next

To the next page.
"""

PICTURE = '''\
from pathlib import Path

Path("picture.svg").write_text("""\\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 120"
  role="img" aria-label="A layer"
  data-caption="The model: shaded boxes hold what training found.">
<rect width="200" height="60" fill="var(--figure-learned)"/></svg>
""")
'''

NEXT = '''\
import json
from html import escape
from pathlib import Path

import numpy as np

names = [" Paris", " the", " London", " Le", "\\n"]
temperatures = [round(step / 10, 1) for step in range(1, 21)]
logits = np.sort(np.random.default_rng(0).normal(0, 3, 49_152))[::-1]
logits[0] += 2


def log_sum_exp(values):
    highest = values.max()
    return float(highest + np.log(np.exp(values - highest).sum()))


data = {
    "kind": "temperature",
    "text": "The capital of France is",
    "names": names,
    "logits": logits[:5].tolist(),
    "temperatures": temperatures,
    "rest": [log_sum_exp(logits[5:] / t) for t in temperatures],
    "others": len(logits) - 5,
    "draws": [[f" t{at}n{n}" for n in range(12)] for at in range(20)],
}
Path("next.svg").write_text(f"""\\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 440 100"
  role="img" aria-label="Bars"
  data-caption="The next token: the likeliest wins if it is cold."
  data-values="{escape(json.dumps(data))}"><path d="M0 50H440"/></svg>
""")
'''

MOVED = '''\
print("""\\
word   mat sofa grass
cat   0.68 0.21  0.00
saw   0.11 0.30  0.58
bird  0.68 0.21  0.00
last  0.68 0.21  0.00""")
'''

EXERCISE = '''
@exercise("{slug}-{number}", None, hints=("Take the largest.", "Call that p."))
def choose_{number}(p, penalty):
    """For each question give the place of the answer to give, or -1 to abstain.

    - `p`: the probabilities, a row a question.
    - `penalty`: what a wrong answer costs.

    Returns the places.
    """


@choose_{number}.right
def by_argmax_{number}(p, penalty):
    return p.argmax(1)


@choose_{number}.mistake
def never_{number}(p, penalty):
    return -1
'''
SOLUTION = "def choose(p, penalty):\n    return p.argmax(1)\n"

# Runs in the reader's browser: open, in two regions, folded with a figure, slow, what prints
# something else there, and all stages at once.
RUN = """\
---
title: Run and edit
description: What runs.
---

# Run and edit

```example
run/lines.py
```

```example
run/parts.py first trace
```

Then:

```example
run/parts.py second
```

```example
run/parts.py silent trace
```

```example
run/drawn.py code=folded
```

```example
run/slow.py
```

```example
run/here.py
```

```example
run/elsewhere.py
```

<div class="stages" data-file="run/stages.py" markdown="1">

1. [The dice](#run-and-edit){ data-region="dice" }
2. [The sum](#run-and-edit){ data-region="sum" }

</div>

```example
run/stages.py dice
```

```example
run/stages.py quiet
```

```example
run/stages.py sum
```
"""

REVIEW = """\
---
title: Review
---

# Review

<div class="review" markdown="1">

It needs JavaScript.

</div>
"""

LINES = '''\
"""Squares, a line each."""

import collections.abc  # not used


class Squares:
    """Up to a limit."""

    def __init__(self, limit: int = 0x0A) -> None:
        self.limit = limit  # 10

    @property
    def all(self):
        """In order."""
        yield from (n**2 for n in range(self.limit) if n not in ())


for number, square in enumerate(Squares().all):
    print(f"{number!r:>2} squared: {square:3d}, {{}} {'as' + ' ever'}")
'''

PARTS = """\
start = 3
# --8<-- [start:first]
step = 2
print("first", start)
# --8<-- [end:first]
# --8<-- [start:second]
print("second", start + step)
# --8<-- [end:second]
# --8<-- [start:silent]
end = start + step
# --8<-- [end:silent]
"""

STAGES = """\
# --8<-- [start:dice]
import sys

seed = int(sys.argv[1]) if len(sys.argv) > 1 else 0
print("two dice")
print(seed + 1, seed + 2)
# --8<-- [end:dice]
# --8<-- [start:quiet]
total = 2 * seed + 3
# --8<-- [end:quiet]
# --8<-- [start:sum]
print("together", total)
# --8<-- [end:sum]
"""

DRAWN = '''\
from pathlib import Path

Path("circle.svg").write_text("""
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 40"
  role="img" aria-label="A circle"
  data-caption="A circle: it is drawn."><circle r="15"/></svg>
""")
print("drawn")
'''

ABOUT = """\
[tool.checker]
package = "lessoncode"
stand-ins = "src/lessoncode/play/stand_ins"
stays-loaded = "src/lessoncode/play"
grade = "lessoncode.play.answer:graded"
"""

BROWSER = """\
seconds:
  run/slow: 20
"""

FILES = {
    "docs/index.md": FRONT,
    "docs/lesson/tokens.md": TOKENS,
    "docs/lesson/inside.md": INSIDE,
    "docs/reference/run.md": RUN,
    "docs/review.md": REVIEW,
    "browser.yml": BROWSER,
    "pyproject.toml": ABOUT,
    "examples/run/lines.py": LINES,
    "examples/run/parts.py": PARTS,
    "examples/run/stages.py": STAGES,
    "examples/run/drawn.py": DRAWN,
    "examples/run/slow.py": 'print("slow")\n',
    "examples/run/here.py": 'import sys\n\nprint("on")\nprint(sys.platform)\n',
    "examples/run/elsewhere.py": "import sys\n\nprint(sys.platform)\n",
    "moved.yml": "anchors: {lesson/tokens: {the-whole-way: lesson/inside}}\n",
    "examples/index/next.py": NEXT,
    "examples/inside/moved.py": MOVED,
    "examples/inside/picture.py": PICTURE,
    "examples/tokens/languages.py": 'print("English  6")\nprint("Amharic 39")\n',
    "examples/tokens/longer.py": 'print("the first")\n',
}
for slug in ("inside", "tokens"):
    exercises = [EXERCISE.format(slug=slug, number=number) for number in (1, 2)]
    FILES[f"exercises/{slug}.py"] = "".join(exercises)
    FILES |= {f"examples/{slug}/solution_{number}.py": SOLUTION for number in (1, 2)}
NAV = [
    {"Front": "index.md"},
    {"Prediction": [{"Tokens": "lesson/tokens.md"}]},
    {"Inside": [{"Inside the transformer": "lesson/inside.md"}]},
    {"Run": [{"Run and edit": "reference/run.md"}, {"Review": "review.md"}]},
]


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the small site."""
    return made_once(tmp_path_factory, "small", build) / "site"


def build(root: Path) -> None:
    """Build the site below `root` in the real theme with the real scripts."""
    root.mkdir()
    temporary = root.with_name(f"{root.name}-temporary")
    temporary.mkdir()
    for path, text in FILES.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    shutil.copytree(ROOT / "docs/assets", root / "docs/assets")
    shutil.copytree(ROOT / "overrides", root / "overrides")
    shutil.copytree(ROOT / "src", root / "src")  # goes to the browser
    (root / ".cache").mkdir()
    if (ROOT / ".cache/pyodide").is_dir():  # else it is fetched
        (root / ".cache/pyodide").symlink_to(ROOT / ".cache/pyodide")
    settings = yaml.safe_load((ROOT / "mkdocs.yml").read_text("utf-8"))
    del settings["hooks"], settings["watch"], settings["extra"]
    settings |= {"plugins": ["search"], "nav": NAV}
    (root / "mkdocs.yml").write_text(yaml.safe_dump(settings, sort_keys=False), "utf-8")
    programs = os.pathsep.join([str(Path(sys.executable).parent), "/usr/bin", "/bin"])
    environment = {"PATH": programs, "LANG": "C.UTF-8", "HOME": str(temporary)}  # no outer CI
    for command in ("accept", "build"):
        done = subprocess.run(
            ["lessoncode", command],
            cwd=root, env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
