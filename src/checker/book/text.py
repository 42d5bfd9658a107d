"""A published page as a chapter: what readers do on the site, in a form that works on paper.

Guesses, questions and exercises stay in their place. Answers to questions, hints, solutions and the
folded parts of examples move to the end of the chapter.
"""

import re
from collections import Counter
from collections.abc import Iterator

from bs4 import BeautifulSoup, Tag

from checker.book.elements import in_the_book, tag
from checker.pages import labels
from checker.pages.drawings import Drawing

GONE = ".md-content__button, .headerlink, .report, p.moved, .verdicts, .visually-hidden, [hidden]"
# Drawings, which come from the records.
HEAVY = re.compile(
    r"(?s)(?<=<figure class=\"figure\">)<svg.*?(?=<figcaption|</figure>)|<span></span>"
)


def article_of(html: str) -> Tag:
    """Read the article of a published page, without what only browsers need or show."""
    begin, end = html.find("<article"), html.find("</article>")
    article = one(BeautifulSoup(HEAVY.sub("", html[begin:end]), "html.parser"), "article")
    for gone in article.select(GONE):
        gone.decompose()
    return article.extract()


def one(html: Tag, which: str) -> Tag:
    """The first element that a selector finds in a published block, which always has one."""
    found = html.select_one(which)
    assert found, f"a published block has its {which}"
    return found


def shown(html: Tag) -> Counter[str]:
    """Count what must not get lost: code, outputs, formulas, figures and links of numbers."""
    found = html.select("pre, math, figure, a[href*='#out-'], a[href*='--out-']")
    return Counter(
        f"{it.name}: {text if it.name == 'pre' else ' '.join(text.split())}"
        for it in found
        for text in [it.get_text().strip("\n")]
    )


def chapter(article: Tag, page: str, figures: Iterator[tuple[str, Drawing]]) -> Tag:
    """Turn the article of a page into a chapter; `figures` are its figures' files, in order."""
    for box in article.select("div.highlight"):
        box.unwrap()
    for figure in article.select("figure"):
        draw(figure, *next(figures))
    for nav in article.select("nav.doors"):
        doors(nav)
    for name in article.select("mi"):
        if len(name.get_text()) > 1:  # as browsers do: log is not l times o times g
            name["mathvariant"] = "normal"
    behind = [
        fold for fold in article.select("details.code") if not fold.find_parent(class_="solution")
    ]
    ends = {
        labels.ANSWERS: [answers(it) for it in article.select("div.question")],
        labels.HINTS_AND_SOLUTIONS: [solution(it) for it in article.select("[data-exercise]")],
        labels.DATA_AND_CODE: [code_behind(fold, number) for number, fold in enumerate(behind, 1)],
    }
    for guess in article.select("div.guess"):
        uncover(guess)
    for fold in article.select("details"):
        opened(fold)
    for title, held in ends.items():
        if held:
            article.append(tag("div", "end", tag("h2", "", title), *held))
    for source in article.select("a.source"):
        source.wrap(tag("p", "source"))
    in_the_book(article, page)
    article.name = "div"
    article.attrs = {"class": "chapter"}
    return article


def draw(figure: Tag, file: str, drawing: Drawing) -> None:
    """Put the file of a figure in the place of the drawing itself."""
    for node in figure.select("svg, script"):
        node.decompose()
    figure.insert(0, tag("img", src=file, alt=drawing.alt))


def doors(nav: Tag) -> None:
    """Turn doors into a list of links."""
    for door in nav.select("a"):
        title, time, text = (one(door, it).get_text() for it in ("strong", ".time", ".text"))
        link = tag("a", "", title, href=str(door["href"]))
        door.replace_with(tag("li", "", link, f" ({time}): {text}"))
    nav.name, nav.attrs = "ul", {}


def print_choices(block: Tag) -> None:
    """Replace choices that can be clicked by a list that can be printed."""
    fields = one(block, "fieldset")
    asked = tag("p", "ask", *one(fields, "legend").contents)
    options = tag("ol", type="a")
    for choice in fields.select("label.choice > span"):
        options.append(tag("li", "", *choice.contents))
    if slider := fields.select_one("input[type=range]"):
        options = tag("p", "", labels.GUESS_A_NUMBER.format(slider["min"], slider["max"]))
    fields.replace_with(asked, options)


def uncover(guess: Tag) -> None:
    """Show what a guess covers, below the guess."""
    print_choices(guess)
    covered = one(guess, "details.covered")
    covered.name, covered.attrs = "div", {"class": "came"}
    one(covered, "summary").decompose()


def label(block: Tag, back: str) -> Tag:
    """Write the label of a part at the end of the chapter, with a link back to its place."""
    return tag("p", "label", tag("a", "", one(block, ".label").get_text(), href=f"#{back}"))


def answers(question: Tag) -> Tag:
    """Take the answers out of a question, and leave a link to them."""
    here, there = str(question["id"]), f"answer-{question['id']}"
    print_choices(question)
    fold = one(question, "details.answers")
    listed, proof = one(fold, "ol"), one(fold, ".proof")
    listed["type"] = "a"
    taken = tag("div", "answers", label(question, here), listed, proof, id=there)
    fold.replace_with(tag("p", "see", tag("a", "", labels.TO_THE_ANSWER, href=f"#{there}")))
    return taken


def solution(exercise: Tag) -> Tag:
    """Take the hints and the solution out of an exercise, and leave a link to them."""
    here = str(exercise["id"])
    there = here.replace("exercise-", "solution-", 1)
    taken = tag("div", "solution", label(exercise, here), id=there)
    for number, fold in enumerate(exercise.select("details.hint"), 1):
        named = tag("em", "", f"{labels.HINT_ALONE} {number}. ")
        taken.append(tag("p", "hint", named, *one(fold.extract(), "p").contents))
    held = one(exercise, "details.solution")
    held.replace_with(tag("p", "see", tag("a", "", labels.TO_THE_SOLUTION, href=f"#{there}")))
    taken.extend(held.select(":scope > .example"))
    one(exercise, "summary").name = "p"
    exercise.name = "div"
    return taken


def code_behind(fold: Tag, number: int) -> Tag:
    """Take the folded part of an example out of its place, and leave a link to it."""
    summary, here, there = one(fold, "summary").extract(), f"behind-{number}", f"code-{number}"
    if above := fold.find_parent(class_="example"):
        above["id"] = here
    fold.replace_with(tag("p", "see", tag("a", "", summary.get_text(), href=f"#{there}")))
    back = tag("p", "back", tag("a", "", labels.BACK, href=f"#{here}"))
    return tag("div", "behind", *[*fold.contents], back, id=there)


def opened(fold: Tag) -> None:
    """Turn a fold into a block with a title."""
    if summary := fold.select_one("summary"):
        summary.name, summary.attrs = "p", {"class": "fold-title"}
    fold.name, fold.attrs = "div", {"class": "fold"}
