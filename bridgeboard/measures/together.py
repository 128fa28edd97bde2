"""together: whether survey, ratings and focus groups say the same, site by site."""

from __future__ import annotations

from bridgeboard.measures.measure import COMPARISON, SITE, Column, integer, number

#: What people said in words, at the earlier and at the later wave.
_SAID = tuple(
    integer(f"n_{word}_{side}", f"Statements that {does}, at the {wave} wave", "statements")
    for side, wave in (("from", "earlier"), ("to", "later"))
    for word, does in (
        ("for", "speak for it"),
        ("against", "speak against it"),
        ("mixed", "are mixed"),
    )
)
_CONTEXT = tuple(
    integer(f"n_{word}_{side}", f"Context facts that {does}, at the {wave} wave", "facts")
    for side, wave in (("from", "earlier"), ("to", "later"))
    for word, does in (
        ("supports", "support it"),
        ("hinders", "hinder it"),
        ("other", "are mixed or give no direction"),
    )
)

COLUMNS = (
    *SITE,
    *COMPARISON,
    Column(
        "about",
        "two waves, or one wave: then both wave columns name it and columns ending in _from are "
        "empty",
    ),
    Column("subject_kind", "influence, construct or theme"),
    Column("subject_id", "The influence, construct (in its edition) or theme"),
    Column("subject_label", "Its name"),
    Column("subject_group", "Domain of a construct, codebook of a theme; empty for influences"),
    integer("subject_order", "Place of the subject among all: influences, constructs, themes"),
    Column("survey_of", "The scale or items that the survey's side rests on, and their instrument"),
    Column("survey_kind", "scale, item or items; empty where no item belongs to the subject"),
    Column("instrument_id", "The instrument, where it is one scale or one item"),
    Column("scale_id", "The scale, where it is one"),
    Column("item_ids", "The items, as instrument:item, joined by ;"),
    integer("n_from", "People behind the earlier number; of several items the fewest", "people"),
    integer("n_to", "People behind the later number (or the only one)", "people"),
    number("value", "Two waves: later minus earlier mean. One wave: the mean", "scale points"),
    number("lower", "Lower end of its 95 % interval", "scale points"),
    number("upper", "Upper end of its 95 % interval", "scale points"),
    number("minimum", "Lowest possible value of the scale or item", "scale points"),
    number("maximum", "Highest possible value", "scale points"),
    Column("survey", "Every number of the survey's side in words, items one by one"),
    Column(
        "survey_reading",
        "rose, fell, no clear change or both ways; one wave: above, below or not clearly off the "
        "middle, or both ways",
    ),
    Column("survey_reason", "Why the survey says nothing, in a sentence"),
    Column("rating_from", "Ratings at the earlier wave as shown; of several constructs with names"),
    Column("rating_to", "Ratings at the later wave (or the only one)"),
    integer("n_rated", "Constructs with a rating at the later wave that can count", "constructs"),
    integer("rating_steps", "Later minus earlier rating, for one construct rated at both", "steps"),
    Column(
        "rating_reading",
        "facilitator, barrier, neutral or mixed at the later wave; weaker facilitator or weaker "
        "barrier where it moved towards 0",
    ),
    Column("accepted_from", "What accepted ratings among them were proposed from, joined by ;"),
    Column("proposed", "Ratings at the later wave that are only proposed; they never count"),
    *_SAID,
    Column("statements_reading", "for, against or balanced, at the later wave"),
    *_CONTEXT,
    integer("n_speaking", "Of survey, ratings and statements: how many say anything", "sources"),
    integer("n_pointing", "Of these, how many point one way", "sources"),
    Column(
        "verdict",
        "converge, diverge, not clear, one source or silent; empty unless status is ok",
    ),
    Column("sentence", "What each source says and what follows from it"),
    Column("rule", "How this verdict came about, in a sentence"),
    Column("sources", "The sources that speak, with what they say, joined by ;"),
    Column("status", "ok or not comparable"),
    Column("provenance", "published, collected or simulated; several joined by a comma"),
)
