"""Each limit of a page's shape is found where it is passed."""

import pytest
from playwright.sync_api import Browser
from shape import faults_of_shape

CODE = '<div class="example"><div class="highlight" style="height: {}px">x = 1</div></div>'
FIGURE = "<figure><svg aria-label='a loop'></svg><figcaption>A loop.</figcaption></figure>"
GUESS = '<div class="guess"><details class="covered"><summary>Show</summary>{}</details></div>'
QUESTION = '<div class="question"><details><summary>The answer</summary></details></div>'
GOOD = [
    '<h1>Loops</h1><p>Promise.</p><div class="page-length">5 minutes</div>',
    FIGURE,
    CODE.format(100),
    *["<p>One idea.</p>"] * 60,
    *[GUESS.format("<p>It printed: saw</p>")] * 2,
    *[QUESTION] * 3,
]


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        (GOOD, ""),
        ([*GOOD, "<p>" + "word " * 2300 + "</p>"], "words in the main line, at most 2000"),
        ([*GOOD, "<details><p>" + "word " * 2300 + "</p></details>"], ""),
        (GOOD[:2] + GOOD[3:], "0 blocks of open code, at least 1"),
        ([*GOOD, *[CODE.format(9)] * 5], "6 blocks of open code, at most 5"),
        ([*GOOD, CODE.format(3000)], "per cent of the height in open code, at most 25"),
        ([*GOOD, "<div style='height: 16000px'></div>"], "pixels of height, guesses open, at most"),
        ([*GOOD, GUESS.format("<div style='height: 16000px'></div>")], "guesses open, at most"),
        (
            [*GOOD, "<details><div style='height: 24000px'></div></details>"],
            "pixels of height, all open, at most 24000: it is another page",
        ),
        ([*GOOD, *["<details></details>"] * 9], "9 folds, at most 8"),
        ([*GOOD, *[GUESS.format("")] * 3], "5 guesses, at most 4"),
        ([*GOOD[:-4], *[QUESTION] * 3], "1 guesses, at least 2"),
        ([*GOOD, *[QUESTION] * 3], "6 questions, at most 5"),
        (GOOD[:-1], "2 questions, at least 3"),
        ([GOOD[0], *GOOD[2:]], "has no picture"),
        ([GOOD[0], CODE.format(9), *GOOD[1:]], "shows code before its first picture"),
        ([*GOOD, "<figure><svg></svg></figure>"], "a figure without a caption"),
        ([*GOOD, f"<div style='visibility: hidden'>{FIGURE}</div>"], "hides its drawing"),
        (["<h1>Loops</h1>", *GOOD[1:]], "does not say how long it takes"),
        (
            [*GOOD, "<div style='height: 40px; overflow: auto'>" + "<p>x</p>" * 9 + "</div>"],
            "has a box that scrolls",
        ),
    ],
)
def test_what_is_too_much_or_missing_is_told(browser: Browser, body: list[str], fault: str) -> None:
    page = browser.new_page()
    page.set_content(f"<article>{''.join(body)}</article>")
    faults = faults_of_shape(page, "lesson/loops/")
    page.close()
    if fault:
        assert len(faults) == 1 and fault in faults[0], faults
    else:
        assert faults == []


def test_a_page_of_pictures_needs_no_code(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content(f"<article>{''.join(GOOD[:2] + GOOD[3:])}</article>")
    assert faults_of_shape(page, "lesson/overview/") == []
    page.close()


def test_a_page_that_shows_a_whole_file_may_be_longer_with_all_open(browser: Browser) -> None:
    page = browser.new_page()
    for height, fault in ((23_000, ""), (28_000, "all open, at most 28000")):
        fold = f"<details><div style='height: {height}px'></div></details>"
        page.set_content(f"<article>{''.join(GOOD)}{fold}</article>")
        found = "".join(faults_of_shape(page, "lesson/whole/"))
        assert (fault in found) if fault else not found
        assert "at most 24000" in "".join(faults_of_shape(page, "lesson/loops/"))
    page.close()
