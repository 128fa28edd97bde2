"""Load data: drop exports or tables, see what they are and what would change, and publish."""

from bridgeboard.ui import blocks, gate, load_check, load_files, load_work
from bridgeboard.ui.choice import choice_if_any
from bridgeboard.ui.page_words import load as words
from bridgeboard.ui.sign_in import current_viewer


def main() -> None:
    choice = choice_if_any()
    blocks.page_heading(words.TITLE, words.QUESTION)
    if choice and not gate.is_team_view(choice, words.TEAM_ONLY, words.TEAM_ONLY_HOW):
        return
    viewer = current_viewer()
    if not gate.may(viewer, "publish", choice.programme_id if choice else None):
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
