"""Load data: drop exports or tables, see what they are and what would change, and publish."""

from bridgeboard.ui import blocks, load_check, load_files, load_work
from bridgeboard.ui.choice import choice_if_any
from bridgeboard.ui.page_words import load as words


def main() -> None:
    choice = choice_if_any()
    blocks.page_heading(words.TITLE, words.QUESTION)
    if choice is not None and choice.view != "team":
        blocks.empty(words.TEAM_ONLY, words.TEAM_ONLY_HOW)
        return
    load_check.told()
    into = load_files.target(choice)
    files = load_files.files()
    if into is None or not files:
        return
    found = load_files.recognised(files)
    begin = load_files.with_own_instruments(into(), found)
    work = load_work.drawn(begin, found, load_files.collected(files, found))
    if work is not None:
        load_check.draw(begin, work.ready, work.saved)


main()
