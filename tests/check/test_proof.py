"""What is published is what was proven: a tiny site, built by each builder, then tampered with."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from tiny_site import MKDOCS, environment, write_site

from checker.building import complete
from checker.project import Project
from checker.site.proof import prove

INDEX = """\
# Toy

```doors
- title: Two
  to: lesson/two.md
  text: The *second*.
  pages: [lesson/two.md]
- title: Here
  to: index.md#out-a-list
  text: The first.
  pages: [index.md]
```

It begins at [0.88](#out-a-loss--first); see also [two](lesson/two.md#out-a-two).

```example
a/loss.py first
```

```example
a/loss.py curve
```

1. In a list:

    ```example
    a/list.py
    ```

> In a quote:
>
> ```example
> a/quote.py
> ```

!!! note

    ```example
    a/note.py
    ```

=== "A tab"

    ```example
    a/tab.py
    ```

<div markdown="1">

```example
a/html.py
```

</div>

```console
$ make site
```
"""
LOSS = """\
from pathlib import Path

from toy import halve

# --8<-- [start:first]
loss = 0.88
for step in range(2):
    print("loss", loss)
    loss = halve(loss)
# --8<-- [end:first]
# --8<-- [start:curve]
xml = "http://www.w3.org/2000/svg"
about = 'role="img" aria-label="it falls"'
carried = 'data-caption="Loss: it &lt; 1." data-values="[2, 3]"'
svg = f'<svg xmlns="{xml}" {about} {carried}>'
path = '<path d="M0 0L9 9"/></svg>'
Path("curve.svg").write_text(svg + path)
# --8<-- [end:curve]
"""
TWO = """\
from pathlib import Path

print("two")
xml = 'xmlns="http://www.w3.org/2000/svg"'
link = '<a href="index.md"><text>toy</text></a>'
wide = f'<svg class="wide" aria-label="A toy.">{link}</svg>'
narrow = '<svg class="narrow" />'
drawings = f'<svg {xml} class="drawings">{wide}{narrow}</svg>'
Path("two.svg").write_text(drawings)
"""
LESSON = """\
---
title: Two
description: The second.
before: [../index.md]
---

# Two

See [0.88](../index.md#out-a-loss--first "0.88"). Its loss
is small; see [`twice`](../reference/api.md#shown.twice).

```example
a/two.py
```

```example
src/lessoncode/shown.py twice code=folded
```

- In a list:

    ```guess
    covers: a/loss.py first
    ask: >-
      How large is it after
      a *step*?
    choices:
      - text: as before
        holds: '"0.44" 1 = 0.88'
      - text: half
        holds: '2 * "0.44" 1 = 0.88'
    because: >-
      It was [0.88](#out-a-loss--first "0.88"), see
      [there](../index.md#toy).
    ```

!!! note

    ```guess
    covers: a/count.py
    ask: How many?
    from: 1
    to: 60
    answer: '[39](#out-a-count "many")'
    because: So it is.
    ```

> ```question
> ask: Which?
> proof: ../index.md#toy
> choices:
>   - text: This.
>     because: Not this.
>   - text: That.
>     because: It is.
>     right: true
> ```

```question
ask: And which now?
proof: '#out-a-two'
choices:
  - text: This.
    because: It is.
    right: true
  - text: That.
    because: See [Gage 1994](https://example.org/).
```

```exercise
two-1 The same
```

```exercise
two-2
```
"""
EXERCISES = """\
@exercise("two-1", inputs, hints=("Take `a + 0`, say.", "Or a."))
def same(a):
    '''Give it back.

    - `a`: anything.

    Returns it.
    '''


@same.right
@same.mistake
def other(a): ...


@exercise("two-2", inputs, hints=("a", "b"))
def again(a):
    '''Give it back once more.'''


@again.right
@again.mistake
def another(a): ...
"""
SHOWN = '''\
"""Doubling.

    y = 2 x < x^2 where x > 2

Differs in:
1. It is exact.
2. `twice` takes
   anything.
"""


def twice(x):
    return 2 * x
'''
SITE = {
    "Makefile": "site:\n",
    "mkdocs.yml": f"{MKDOCS}repo_url: https://git.example/toy\n",
    "docs/index.md": INDEX,
    "docs/lesson/two.md": LESSON,
    "exercises/two.py": EXERCISES,
    "examples/two/solution_1.py": "print(1)\n",
    "examples/two/solution_2.py": "print(2)\n",
    "examples/a/count.py": 'print("many 39\\nfew 39")\n',
    "docs/reference/api.md": "# Package\n\n## Shown { #shown }\n\n"
    "```api\nlessoncode/shown.py\n```\n",
    "moved.yml": """\
pages: {lesson/one: lesson/two}
anchors:
  index:
    out-a-two: lesson/two
    second: lesson/two#two
    out-b-list: index#out-a-list
    out-b-tab: index#out-a-tab
    out-b-loss--first: index#out-a-loss--first
  lesson/two: {out-b-two: lesson/two#out-a-two}
""",
    "docs/reference/glossary.md": "# Glossary\n\nloss, cost { #loss }\n"
    ":   What is made *small*.\n:   [Two](../lesson/two.md)\n",
    "src/toy/__init__.py": "def halve(x):\n    return x / 2\n",
    "src/lessoncode/shown.py": SHOWN,
    "examples/a/loss.py": LOSS,
    "examples/a/two.py": TWO,
    **{
        f"examples/a/{where}.py": f'print("<in {where}> & &amp; more\\n")\n'
        for where in ("list", "quote", "note", "tab", "html")
    },
}

Page = BeautifulSoup
Tamper = Callable[[Page], None]


@pytest.fixture(scope="module", params=["mkdocs", "zensical"])
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny project, its site built."""
    folder = tmp_path_factory.mktemp("built")
    root, temporary = folder / "project", folder / "temporary"
    temporary.mkdir()
    write_site(root, SITE)
    commands = ["lessoncode accept", "lessoncode build"]
    if request.param == "zensical":
        commands.append("zensical build --strict")
    for command in commands:
        subprocess.run(command.split(), cwd=root, env=environment(temporary), check=True)
    complete(Project(root), root / "site")  # which Zensical has removed
    return root


def proven(root: Path, site: Path) -> list[str]:
    return [str(problem).strip() for problem in prove(Project(root), site)]


def tampered(root: Path, folder: Path, changes: dict[str, Tamper]) -> list[str]:
    """What the proof says of a copy of the site in which some pages were changed."""
    site = folder / "site"
    shutil.copytree(root / "site", site, ignore=shutil.ignore_patterns("assets"))
    for name, change in changes.items():
        page = BeautifulSoup((site / name).read_text("utf-8"), "html.parser")
        before = str(page)
        change(page)
        assert str(page) != before
        (site / name).write_text(str(page), encoding="utf-8")
    return proven(root, site)


def one(page: Page | Tag, selector: str) -> Any:
    """The first element that a selector finds."""
    found = page.select_one(selector)
    assert found is not None, selector
    return found


def change_text(selector: str, old: str, new: str) -> Tamper:
    """Replace one piece of text inside an element."""

    def change(page: Page) -> None:
        text = one(page, selector).find(string=lambda text: old in text)
        text.replace_with(text.replace(old, new, 1))

    return change


def change_to(selector: str, text: str) -> Tamper:
    """Put text into an element."""
    return lambda page: one(page, selector).append(text)


def remove(selector: str) -> Tamper:
    return lambda page: one(page, selector).decompose()


def add(selector: str, html: str) -> Tamper:
    """Put HTML before an element."""
    return lambda page: one(page, selector).insert_before(BeautifulSoup(html, "html.parser"))


def swap(first: str, second: str) -> Tamper:
    def change(page: Page) -> None:
        one(page, first).insert_before(one(page, second).extract())

    return change


def set_attribute(selector: str, name: str, value: str) -> Tamper:
    def change(page: Page) -> None:
        one(page, selector)[name] = value

    return change


FIRST = '[data-example="a/loss.py"][data-region="first"]'
CURVE = '[data-example="a/loss.py"][data-region="curve"]'
API_PAGE = "reference/api/index.html"
LIST, TAB = '[data-example="a/list.py"]', '[data-example="a/tab.py"]'
GUESS, SLIDER = "#guess-a-loss--first", "#guess-a-count"
LINK = 'a[href="#out-a-loss--first"]'
INDEX_PAGE, TWO_PAGE = "index.html", "lesson/two/index.html"
STUB = "lesson/one/index.html"

# What is done to a page, and what the proof must say: of blocks, the lines that differ.
TAMPERED: dict[str, tuple[str, Tamper, str]] = {
    "code": (
        INDEX_PAGE,
        change_text(f"{FIRST} .highlight", "0.88", "0.89"),
        "-<pre>loss = 0.88\n    +<pre>loss = 0.89",
    ),
    "code by a blank": (
        INDEX_PAGE,
        change_text(f"{LIST} .highlight", "in list", "in  list"),
        '+<pre>print("&lt;in  list',
    ),
    "code of the package": (
        TWO_PAGE,
        change_text("[data-source] .highlight", "2", "3"),
        "-    return 2 * x\n    +    return 3 * x",
    ),
    "output": (
        INDEX_PAGE,
        change_text(f"{FIRST} .output", "0.44", "0.45"),
        "-loss 0.44\n    +loss 0.45",
    ),
    "output by its last line break": (
        INDEX_PAGE,
        change_text(f"{TAB} .output", "more\n\n", "more\n"),
        "-\n",
    ),
    "figure": (INDEX_PAGE, set_attribute("figure path", "d", "M0 0L9 8"), '+<path d="M0 0L9 8">'),
    "text of a figure": (
        INDEX_PAGE,
        set_attribute("figure svg", "aria-label", "it rises"),
        '+<svg aria-label="it rises"',
    ),
    "word of a caption": (
        INDEX_PAGE,
        change_text("figcaption", "< 1", "> 1"),
        "<strong>Loss</strong>: it &gt; 1.</figcaption>",
    ),
    "number behind a figure": (
        INDEX_PAGE,
        change_text("figure script", "2", "4"),
        '-<script type="application/json">[2, 3]</script>',
    ),
    "link of a drawing": (
        TWO_PAGE,
        set_attribute("figure a", "href", "https://git.example/toy"),
        '-<a href="../../">',
    ),
    "narrow drawing removed": (TWO_PAGE, remove("svg.narrow"), '-<svg class="narrow">'),
    "caption added": (
        INDEX_PAGE,
        add("figure svg", "<figcaption>It rises.</figcaption>"),
        "+<figcaption>It rises.</figcaption>",
    ),
    "shell command": (
        INDEX_PAGE,
        change_text(".language-console", "make", "fake"),
        "-<pre>$ make site\n    +<pre>$ fake site",
    ),
    "name of a file": (
        INDEX_PAGE,
        change_text(f"{FIRST} .source", "loss", "gain"),
        '+<a class="source" href="https://git.example/toy/blob/main/examples/a/loss.py#L6-L9">'
        "examples/a/gain.py, first",
    ),
    "link to a file": (
        TWO_PAGE,
        set_attribute("[data-source] .source", "href", "https://git.example/toy"),
        "blob/main/src/lessoncode/shown.py#L12-L13",
    ),
    "block removed": (INDEX_PAGE, remove(LIST), '-<div class="example" data-example="a/list.py">'),
    "code removed": (INDEX_PAGE, remove(f"{LIST} .highlight"), '-<pre>print("&lt;in list'),
    "output removed": (INDEX_PAGE, remove(f"{LIST} .output"), "-<pre>&lt;in list"),
    "figure removed": (INDEX_PAGE, remove("figure"), '-<figure class="figure">'),
    "shell commands removed": (INDEX_PAGE, remove(".console"), "-<pre>$ make site"),
    "blocks swapped": (INDEX_PAGE, swap(FIRST, CURVE), "+loss 0.44"),
    "outputs swapped": (
        INDEX_PAGE,
        swap(f"{LIST} .output", f"{TAB} .output"),
        "+<pre>&lt;in tab&gt;",
    ),
    "block twice": (
        INDEX_PAGE,
        lambda page: one(page, LIST).insert_after(
            BeautifulSoup(str(one(page, LIST)), "html.parser")
        ),
        "+<pre>&lt;in list",
    ),
    "block by another name": (
        INDEX_PAGE,
        set_attribute(LIST, "data-example", "a/tab.py"),
        '+<div class="example" data-example="a/tab.py">',
    ),
    "output's id": (INDEX_PAGE, set_attribute(f"{FIRST} .output", "id", "out"), ' id="out" role'),
    "pre added": (INDEX_PAGE, add("h1", "<pre>never ran</pre>"), "+<pre>never ran</pre>"),
    "pre added in the page's frame": (
        INDEX_PAGE,
        add("footer", "<pre>never ran</pre>"),
        "+<pre>never ran</pre>",
    ),
    "line added in an output": (
        INDEX_PAGE,
        add(f"{FIRST} .output pre", "<p>loss 0.99</p>"),
        "+<p>loss 0.99</p>",
    ),
    "picture added": (
        INDEX_PAGE,
        add("h1", '<img src="loss.png" alt="The loss">'),
        '+<img alt="The loss" src="loss.png"/>',
    ),
    "script added": (INDEX_PAGE, add("h1", "<script>it()</script>"), "+<script>it()"),
    "drawing added": (INDEX_PAGE, add("h1", "<svg></svg>"), "+<svg>"),
    "link's number": (
        INDEX_PAGE,
        change_text(LINK, "0.88", "0.89"),
        "links '0.89' to index.html#out-a-loss--first, but its source doesn't",
    ),
    "link's target": (
        INDEX_PAGE,
        set_attribute(LINK, "href", "#out-a-list"),
        "links '0.88' to index.html#out-a-list, but its source doesn't",
    ),
    "link's page": (
        TWO_PAGE,
        set_attribute('a[href$="#out-a-loss--first"]', "href", "#out-a-list"),
        "links '0.88' to lesson/two/index.html#out-a-list, which doesn't exist",
    ),
    "link removed": (
        INDEX_PAGE,
        lambda page: one(page, LINK).unwrap(),
        "lacks the link from '0.88' to index.html#out-a-loss--first",
    ),
    "reference": (API_PAGE, change_text(".api pre", "2 x", "3 x"), "+<pre>y = 3 x"),
    "reference's id": (
        API_PAGE,
        set_attribute(".api h3", "id", "shown.thrice"),
        '+<h3 id="shown.thrice">twice</h3>',
    ),
    "reference removed": (
        API_PAGE,
        remove(".api"),
        '-<div class="api" data-api="src/lessoncode/shown.py">',
    ),
    "time": (TWO_PAGE, change_text(".page-length strong", "minutes", "hours"), " hours</strong>"),
    "count of words": (TWO_PAGE, change_text(".page-length", " words", "0 words"), "0 words, "),
    "page to read before": (
        TWO_PAGE,
        set_attribute(".page-length a", "href", "../../reference/api/"),
        '+<p>Prerequisites: <a href="../../reference/api/">',
    ),
    "length removed": (TWO_PAGE, remove(".page-length"), '-<div class="page-length">'),
    "length's first line removed": (TWO_PAGE, remove(".page-length p"), "-<strong>"),
    "fold opened": (
        TWO_PAGE,
        set_attribute("[data-source] details", "open", ""),
        '+<details class="code" open="">',
    ),
    "summary of a fold": (
        TWO_PAGE,
        change_text("[data-source] summary", "Code", "Output"),
        "+<summary>Output</summary>",
    ),
    "what a guess asks": (TWO_PAGE, change_text(f"{GUESS} em", "step", "leap"), "<em>leap</em>"),
    "answer of a guess": (
        TWO_PAGE,
        set_attribute(f"{GUESS} details", "data-answer", "1"),
        'data-answer="1"',
    ),
    "what it printed": (
        TWO_PAGE,
        change_text(f"{GUESS} .printed", "half", "as before"),
        '+<p class="printed">Answer: as before</p>',
    ),
    "choice of a guess removed": (
        TWO_PAGE,
        remove(f"{GUESS} .choice"),
        f'-<input name="{GUESS[1:]}" type="radio" value="1"/>',
    ),
    "end of a slider": (TWO_PAGE, set_attribute(f"{SLIDER} input", "max", "40"), 'max="40"'),
    "line that tells": (
        TWO_PAGE,
        lambda page: one(page, f"{SLIDER} mark").unwrap(),
        "-<mark>many 39</mark>",
    ),
    "reason of a guess": (
        TWO_PAGE,
        change_text(f"{GUESS} .because", "It was", "It is"),
        '+<p class="because">It is <a',
    ),
    "key of a question": (
        TWO_PAGE,
        set_attribute("#question-1 .answers", "data-answer", "1"),
        '+<details class="answers" data-answer="1">',
    ),
    "verdict of a choice": (
        TWO_PAGE,
        change_text("#question-1 li", "Wrong", "Right"),
        "✗ Right.",
    ),
    "reason of a choice": (TWO_PAGE, change_text("#question-1 li", "Not this", "This"), "This."),
    "choice added": (
        TWO_PAGE,
        add("#question-2 label", '<label class="choice">None.</label>'),
        '+<label class="choice">None.</label>',
    ),
    "question removed": (TWO_PAGE, remove("#question-2"), '-<div class="question"'),
    "question added": (
        TWO_PAGE,
        add("#question-2", '<div class="question">Why?</div>'),
        '+<div class="question">Why?</div>',
    ),
    "fields added": (TWO_PAGE, add("h1", "<fieldset></fieldset>"), "+<fieldset>"),
    "what proves a question": (
        TWO_PAGE,
        set_attribute("#question-2 .proof a", "href", "#question-1"),
        '+<p class="proof">Evidence: <a href="#question-1">',
    ),
    "task of an exercise": (
        TWO_PAGE,
        change_text("#exercise-two-1 > p", "Give", "Take"),
        "Take it back.",
    ),
    "hint": (TWO_PAGE, change_text(".hint code", "0", "1"), "<code>a + 1</code>"),
    "solution removed": (TWO_PAGE, remove(".solution"), 'class="solution" id="solution-two-1">'),
    "time of a door": (INDEX_PAGE, change_text(".doors .time", "minute", "hour"), "hour"),
    "way of a door": (
        INDEX_PAGE,
        set_attribute(".doors a", "data-pages", "reference/api/"),
        'data-pages="reference/api/"',
    ),
    "term's entry": (
        TWO_PAGE,
        set_attribute("a.term", "href", "../../reference/glossary/#gain"),
        "links 'loss' to reference/glossary/index.html#gain, which doesn't exist",
    ),
    "earlier id": (TWO_PAGE, remove("#out-b-two"), '-<span class="moved" id="out-b-two">'),
    "earlier id beside another block": (
        INDEX_PAGE,
        swap("#out-b-list", "#out-b-tab"),
        '+<span class="moved" id="out-b-tab">',
    ),
    "link to what moved": (
        INDEX_PAGE,
        set_attribute("p.moved a#second", "href", "../"),
        '<a href="../" id="second">',
    ),
    "page at an old address": (
        STUB,
        add("p", "<p>The loss is 0.01.</p>"),
        "+<p>The loss is 0.01.</p>",
    ),
    "link to nowhere": (
        INDEX_PAGE,
        add("h1", '<a href="gone/">gone</a>'),
        "links 'gone' to gone/index.html, which doesn't exist",
    ),
}


def test_first_use_of_a_term_links_to_its_entry(built: Path) -> None:
    page = Page((built / "site" / TWO_PAGE).read_text("utf-8"), "html.parser")
    (term,) = page.select("a.term")
    assert (term.get_text(), str(term["href"])) == ("loss", "../../reference/glossary/#loss")
    definition = one(page, f"#{term['aria-describedby']}")
    assert (definition.get_text(), definition["role"]) == ("What is made small.", "tooltip")


def test_untampered(built: Path, tmp_path: Path) -> None:
    assert tampered(built, tmp_path, {}) == []


@pytest.mark.parametrize("name", TAMPERED)
def test_tampered(built: Path, tmp_path: Path, name: str) -> None:
    page, change, message = TAMPERED[name]
    said = tampered(built, tmp_path, {page: change})
    assert any(text.startswith(f"{page}  ") and message in text for text in said), said


def test_what_moved_is_where_it_was(built: Path) -> None:
    """Each old address by hand."""
    pages = {
        name: Page((built / "site" / name).read_text("utf-8"), "html.parser")
        for name in (INDEX_PAGE, TWO_PAGE, STUB)
    }
    assert one(pages[INDEX_PAGE], "#out-b-loss--first").find_next()["id"] == "out-a-loss--first"
    assert one(pages[TWO_PAGE], "#out-b-two").find_next()["id"] == "out-a-two"
    for old, new in {"out-a-two": "out-a-two", "second": "two"}.items():
        assert one(pages[INDEX_PAGE], f"p.moved a#{old}")["href"] == f"lesson/two/#{new}"
    assert one(pages[STUB], "a")["href"] == "../two/"
    assert one(pages[STUB], "meta[http-equiv]")["content"] == "0; url=../two/"


def test_page_removed(built: Path, tmp_path: Path) -> None:
    shutil.copytree(built / "site", tmp_path / "site")
    (tmp_path / "site" / TWO_PAGE).unlink()
    assert "lesson/two/index.html  is missing from the site" in proven(built, tmp_path / "site")


@pytest.mark.parametrize("name", ["more.html", "lesson/three/index.html", "more.htm", "more.xhtml"])
def test_page_added(built: Path, tmp_path: Path, name: str) -> None:
    shutil.copytree(built / "site", tmp_path / "site")
    (tmp_path / "site" / name).parent.mkdir(exist_ok=True)
    (tmp_path / "site" / name).write_text("<p>The loss is 0.01.")
    assert f"{name}  has no source in the project" in proven(built, tmp_path / "site")


def test_command(built: Path, tmp_path: Path) -> None:
    """`lessoncode prove` says the same and fails."""
    tampered(built, tmp_path, {INDEX_PAGE: TAMPERED["output"][1]})
    result = subprocess.run(
        ["lessoncode", "prove", str(tmp_path / "site")], cwd=built, env=environment(tmp_path),
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert result.returncode == 4
    assert result.stderr.startswith("index.html  doesn't show the same blocks as its source\n")
    assert "    -loss 0.44\n    +loss 0.45\n" in result.stderr


def test_source_changes_after_the_build(built: Path, tmp_path: Path) -> None:
    """A site is proven against what its sources say now."""
    shutil.copytree(built, tmp_path / "project")
    page = tmp_path / "project/docs/index.md"
    page.write_text(page.read_text().replace("a/list.py", "a/two.py"))
    said = proven(tmp_path / "project", tmp_path / "project/site")
    assert '-<div class="example" data-example="a/two.py">' in said[0]
