"""What fences become, word for word as other tools rely on it, and the small rules behind them."""

import subprocess

import pytest
from tiny_site import environment, write_site

from checker.pages.comparisons import compare
from checker.pages.embed import Embed
from checker.pages.inline import inline
from checker.pages.page import Text
from checker.pages.reading import page_of, read_page, site_of
from checker.pages.reading_time import amounts, in_words, length_html, minutes
from checker.pages.yaml_body import read_body
from checker.problem import Problem
from checker.project import Project

PAGE = """\
---
title: Moved
description: What moves.
before: [tokens.md]
---

# Moved

One two three, [0.58](#out-inside-moved "saw") <!-- seen 2026-11-25 -->.

```guess
covers: inside/moved.py
ask: >-
  At which *word* does
  that move it?
choices:
  - text: cat, the word itself
    holds: '"cat" 1 > 0.5'
  - text: saw
    holds: '"saw" 1 > 0.5'
because: At "saw" it gets [0.58](#out-inside-moved "saw").
```

```guess
covers: inside/counted.py
ask: How many?
from: 1
to: 60
answer: '[39](#out-inside-counted)'
because: So it is.
```

```question
ask: Was it looked up?
proof: '#out-inside-moved'
choices:
  - text: Yes.
    because: See [Tokens](tokens.md#bytes).
  - text: No.
    because: It was drawn.
    right: true
```

```exercise
moved-1 Give back
```

```example
inside/drawn.py code=folded
```
"""
DRAWN = """\
from pathlib import Path

xml = "http://www.w3.org/2000/svg"
svg = f'<svg xmlns="{xml}" aria-label="it"><path/></svg>'
Path("a.svg").write_text(svg)
print("drawn")
"""
EXERCISES = '''\
@exercise("moved-1", inputs, hints=("Take `a + 0`.", "Or a."))
def same(a: int, b="<1>") -> int:
    """Give it back.

    - `a`: anything
      at all, or an array.
    - `b`: text.

    Returns it, as in

        same(1) == 1
    """


@same.right
@same.mistake
def other(a, b): ...


@exercise("moved-2", inputs, hints=("Take a.", "Or a."))
def again(a):
    """Give it back."""


@again.right
@again.mistake
def another(a): ...
'''
SITE = {
    "docs/lesson/moved.md": PAGE,
    "docs/lesson/tokens.md": "---\ntitle: Tokens & bytes\n---\n\n# Tokens\n\n## Bytes\n",
    "examples/inside/moved.py": 'print("     mat\\ncat  0.30\\nsaw  0.58")\n',
    "examples/inside/counted.py": "print(39)\n",
    "examples/inside/drawn.py": DRAWN,
    "examples/moved/solution_1.py": "print(1)\n",
    "exercises/moved.py": EXERCISES,
}
GUESS = """\
<div class="guess" id="guess-inside-moved">
<p class="label">Guess first</p>
<fieldset><legend>At which <em>word</em> does
that move it?</legend>
<label class="choice"><input type="radio" name="guess-inside-moved" value="1">\
<span>cat, the word itself</span></label>
<label class="choice"><input type="radio" name="guess-inside-moved" value="2">\
<span>saw</span></label>
</fieldset>
<details class="covered" data-answer="2">
<summary>Show the answer</summary>
<p class="printed">Answer: saw</p>
<div class="example" data-example="inside/moved.py">
<div class="output" id="out-inside-moved" role="group" \
aria-label="Output of examples/inside/moved.py"><p class="name">Output</p>
<pre><code>     mat
cat  0.30
<mark>saw  0.58</mark>
</code></pre></div>
<details class="code">
<summary>Code</summary>
<a class="source" data-search-exclude="">examples/inside/moved.py</a>
CODE
</details>
</div>
<p class="because">At “saw” it gets <a href="#out-inside-moved" title="saw">0.58</a>.</p>
</details>
</div>"""
SLIDER = """\
<fieldset><legend>How many?</legend>
<label class="slider"><span class="visually-hidden">Your guess</span>\
<input type="range" min="1" max="60" step="1" value="30"><span class="number">30</span></label>
</fieldset>
<details class="covered" data-answer="39">
"""
QUESTION = """\
<div class="question" id="question-1">
<p class="label">Question 1 of 1</p>
<fieldset><legend>Was it looked up?</legend>
<label class="choice"><input type="radio" name="question-1" value="1"><span>Yes.</span></label>
<label class="choice"><input type="radio" name="question-1" value="2"><span>No.</span></label>
</fieldset>
<details class="answers" data-answer="2"><summary>Show the answer</summary>
<ol>
<li><span class="verdict">✗ Wrong.</span> See <a href="tokens.md#bytes">Tokens</a>.</li>
<li class="right"><span class="verdict">✓ Right.</span> It was drawn.</li>
</ol>
<p class="proof">Evidence: \
<a href="#out-inside-moved">the output of examples/inside/moved.py</a></p>
</details>
</div>"""
EXERCISE = """\
<details class="exercise" id="exercise-moved-1" data-exercise="moved-1" \
data-stub="import numpy as np


def same(a, b=&#x27;&lt;1&gt;&#x27;):
    raise NotImplementedError  # your code
">
<summary class="label">Exercise 1 of 2: Give back</summary>
<p>Write <code>same(a, b)</code>. Give it back.</p>\
<ul><li><code>a</code>: anything
  at all, or an array.</li><li><code>b</code>: text.</li></ul><p>Returns it, as in</p>\
<pre><code><span class="row">same(1) == 1</span></code></pre>
<details class="hint"><summary>Hint 1 of 2</summary><p>Take <code>a + 0</code>.</p></details>
<details class="hint"><summary>Hint 2 of 2</summary><p>Or a.</p></details>
<div class="console">CODE</div>
<details class="solution" id="solution-moved-1"><summary>A solution</summary>
<div class="example" data-example="moved/solution_1.py">
"""
FOLDED = """\
<div class="example" data-example="inside/drawn.py">
<figure class="figure"><svg xmlns="http://www.w3.org/2000/svg" aria-label="it">\
<path/></svg></figure>
<details class="code">
<summary>Data and code</summary>
<div class="output" id="out-inside-drawn" role="group" \
aria-label="Output of examples/inside/drawn.py"><p class="name">Output</p>
<pre><code>drawn
</code></pre></div>
<a class="source" data-search-exclude="">examples/inside/drawn.py</a>
CODE
</details>
</div>"""
OUTPUT_OPEN = """\
<path/></svg></figure>
<div class="output" id="out-inside-drawn" role="group" \
aria-label="Output of examples/inside/drawn.py"><p class="name">Output</p>
<pre><code>drawn
</code></pre></div>
<details class="code">
<summary>Code</summary>
<a class="source" data-search-exclude="">examples/inside/drawn.py</a>
"""
LENGTH = """\
<div class="page-length" data-search-exclude="">\
<p><strong>2 minutes</strong>: 5 words, 1 picture, 2 guesses, 1 question; and 2 exercises</p>
<p>Prerequisites: <a href="tokens.md">Tokens &amp; bytes</a></p></div>"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The tiny project, its examples run."""
    folder = tmp_path_factory.mktemp("fences")
    root, temporary = folder / "project", folder / "temporary"
    temporary.mkdir()
    write_site(root, SITE)
    subprocess.run(["lessoncode", "accept"], cwd=root, env=environment(temporary), check=True)
    return Project(root)


@pytest.mark.parametrize(
    ("number", "html"), [*enumerate([GUESS, SLIDER, QUESTION, EXERCISE, FOLDED])]
)
def test_html(project: Project, number: int, html: str) -> None:
    block = page_of(project, "docs/lesson/moved.md").blocks[number]
    assert html in block.html(site_of(project), lambda *_: "CODE")


def test_an_output_that_says_more_than_the_figure_stays_open(project: Project) -> None:
    block = Embed.read("docs/lesson/moved.md", 1, "inside/drawn.py code=folded output=open")
    site = site_of(project)
    assert OUTPUT_OPEN in block.html(site, lambda *_: "CODE")
    assert block.amounts(site)["output"] == 1


def test_length(project: Project) -> None:
    """5 words, 4 lines printed outside folds, a picture, two guesses, a question, in minutes."""
    site, page = site_of(project), page_of(project, "docs/lesson/moved.md")
    assert minutes(amounts(site, page)) == pytest.approx(0.025 + 0.1 + 0.25 + 1 + 0.75)
    assert length_html(site, page) == LENGTH


@pytest.mark.parametrize(
    ("time", "said"),
    [
        (0.2, "1 minute"), (1.4, "1 minute"), (9.4, "9 minutes"), (9.6, "10 minutes"),
        (12.4, "10 minutes"), (12.6, "15 minutes"), (57.4, "55 minutes"), (57.6, "1 hour"),
        (74, "1 hour"), (76, "1½ hours"), (148, "2½ hours"), (181, "3 hours"),
    ],
)  # fmt: skip
def test_time_in_words(time: float, said: str) -> None:
    assert in_words(time) == said


def test_words_of_prose() -> None:
    """Fourteen: front matter, blocks, folds, targets, comments and marks do not count."""
    text = "---\ntitle: Not these\n---\n\n# A title\n\n- [two words](x.md 'not') <!-- not -->\n\n"
    text += "| in | a |\n|----|---|\n| **table** { #not } | ok |\n\n```console\n$ not this\n```\n\n"
    text += '!!! note "its title"\n\n    so\n\n??? note "Open for more"\n\n    not this\n'
    assert read_page("docs/index.md", text).words == 14


OUTPUT = """\
         mat  sofa
cat's    0.68  0.21
saw a cat  0.30
cat      0.11  1,204
rule A   -0.5  12%
feedback
  harmful  7 of 9
"""


@pytest.mark.parametrize(
    ("text", "said", "true", "lines"),
    [
        ('"cat" 1 > 0.1', "0.11 > 0.1", True, {3}),
        ('"cat" 2 = 1204', "1204 = 1204", True, {3}),
        ('"cat\'s" 1 >= 0.68', "0.68 >= 0.68", True, {1}),
        ('"saw" 1 < 0.30', "0.30 < 0.30", False, {2}),
        ('"rule A" 1 <= -0.5', "-0.5 <= -0.5", True, {4}),
        ('"rule" 2 != 12', "12 != 12", False, {4}),
        ('"feedback harmful" 2 = 9', "9 = 9", True, {6}),
        ('10 * "cat" 1 > "saw" 1', "1.10 > 0.30", True, {2, 3}),
    ],
)
def test_comparison(text: str, said: str, true: bool, lines: set[int]) -> None:
    result = compare(text, OUTPUT)
    assert (result.said, result.true, result.lines) == (said, true, frozenset(lines))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('"sofa" 1 > 0', "no line with a number in the output matches"),
        ('"saw cat" 2 > 0', "asks for more numbers than the line has: 'saw a cat  0.30'"),
        ('"at" 1 > 0', "no line with a number"),
        ('"cat" > 0', "is not a comparison"),
        ('"cat" 0 > 0', "is not a comparison"),
        ('"cat" 1 > 0 and 1 < 2', "is not a comparison"),
        ('9e9999 * "cat" 1 > 0', "is not a comparison"),
        ("1 < 2", "uses no number of the output"),
    ],
)
def test_comparison_without_value(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        compare(text, OUTPUT)


def text_of(body: str) -> Text:
    return read_body("guess", "docs/index.md", 10, body).text("ask")


@pytest.mark.parametrize(
    ("body", "markdown", "line"),
    [
        ("ask: one two", "one two", 10),
        ("ask: no", "no", 10),
        ("ask: one\n  two", "one\ntwo", 10),
        ("to: 1\nask: >-\n  one: two\n  three #4\n", "one: two\nthree #4", 12),
        ("ask: 'it''s\n  [1](#out-a \"b c\")'", 'it\'s\n[1](#out-a "b c")', 10),
    ],
)
def test_text_stands_on_its_lines(body: str, markdown: str, line: int) -> None:
    text = text_of(body)
    assert (text.markdown, text.line) == (markdown, line)


@pytest.mark.parametrize(
    "body", ["ask: a #b", "ask: a\n\n  b", "ask:", "ask: [a]", "ask: a: b", "[a]: b"]
)
def test_text_that_yaml_would_change(body: str) -> None:
    with pytest.raises(Problem):
        text_of(body)


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("*a* `b` **c**", "<em>a</em> <code>b</code> <strong>c</strong>"),
        ("1. one", "1. one"),
        ("# one", "# one"),
        ("a < b & c", "a &lt; b &amp; c"),
        ("[a](b.md#c)", '<a href="b.md#c">a</a>'),
        ("<b>a</b> <!-- seen 2026-11-25 -->b", "&lt;b&gt;a&lt;/b&gt; b"),
    ],
)
def test_inline(markdown: str, html: str) -> None:
    assert inline(Text(markdown, 1)) == html
