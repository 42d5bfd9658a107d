"""The menu is a path: a page follows what it builds on, and the ways through leave none out."""

import pytest
from pages import ROOT

from checker.pages.addresses import target_of
from checker.pages.doors import Doors
from checker.pages.reading import page_of
from checker.project import Project
from checker.site.as_markdown import menu_parts

PROJECT = Project(ROOT)
LESSON = [
    path for _, paths in menu_parts(PROJECT) for path in paths if path.startswith("docs/lesson/")
]  # in the menu's order
OVERVIEW, WHOLE = "docs/lesson/overview.md", "docs/lesson/whole.md"


@pytest.mark.parametrize("path", LESSON)
def test_what_a_page_builds_on_comes_earlier_in_the_menu(path: str) -> None:
    earlier = LESSON[: LESSON.index(path)]
    before = [target_of(path, name) for name in page_of(PROJECT, path).front["before"]]
    assert [page for page in before if page not in earlier] == []


def ways(path: str) -> list[list[str]]:
    """The pages behind each door of a page."""
    blocks = page_of(PROJECT, path).blocks
    return [door.way(path) for it in blocks if isinstance(it, Doors) for door in it.all]


def test_sessions_follow_the_menu_and_the_course_has_every_page() -> None:
    overview, afternoon, course, whole, *rest = ways("docs/ways.md")
    sessions = rest[len(afternoon) :]
    assert [overview, whole, *rest[: len(afternoon)]] == [
        [it] for it in (OVERVIEW, WHOLE, *afternoon)
    ]
    assert sessions == [sorted(session, key=LESSON.index) for session in sessions]
    assert course == [page for session in sessions for page in session]
    assert sorted([OVERVIEW, *course, WHOLE]) == sorted(LESSON)


def test_a_session_builds_only_on_itself_and_those_before_it() -> None:
    (_, _, course, *_) = ways("docs/ways.md")
    for path in course:
        before = {target_of(path, name) for name in page_of(PROJECT, path).front["before"]}
        assert before <= {OVERVIEW, *course[: course.index(path)]}, path


def test_the_front_has_the_doors_of_the_ways_and_lists_every_page() -> None:
    front = page_of(PROJECT, "docs/index.md")
    assert ways(front.path) == ways("docs/ways.md")[:4]
    linked = {target_of(front.path, link.page) for link in front.links if link.page}
    assert set(LESSON) <= linked
