"""What simulated groups say: clauses by theme and stance, and how a statement begins.

All words are ours; no clause quotes a person or a paper. A clause reads alike as said and as
reported. {person}, {place} and {time} are filled in. A + begins what can only be said once PSWs
are at work.
"""

from __future__ import annotations

#: theme_id, parent_id, our short label, CFIR 2022 construct, role. The ids are those of the
#: founding study's coding tree, so that instruments and influences can point to them.
THEMES = (
    ("T1", None, "Expected benefits", "I-C", None),
    ("T1.1", "T1", "For service users", "I-C", None),
    ("T1.1.1", "T1.1", "Sharing lived experience", "I-C", None),
    ("T1.1.2", "T1.1", "Formal and informal support", "I-C", None),
    ("T1.1.3", "T1.1", "Bridges into the community", "II-D", None),
    ("T1.2", "T1", "For PSWs", "IV-C-A", "IV-R-H"),
    ("T1.3", "T1", "For MHWs and services", "I-C", None),
    ("T2", None, "Concerns", "I-C", None),
    ("T2.1", "T2", "About service users", "I-C", None),
    ("T2.1.1", "T2.1", "A discouraging example", "I-C", None),
    ("T2.1.2", "T2.1", "Knowledge, skills, training", "IV-C-B", "IV-R-H"),
    ("T2.2", "T2", "About PSWs", "IV-C-A", "IV-R-H"),
    ("T2.3", "T2", "About teams and services", "III-F", None),
    ("T3", None, "Roles and boundaries", "III-A-3", None),
    ("T3.1", "T3", "Clear roles wanted", "III-A-3", None),
    ("T3.2", "T3", "Open roles accepted", "III-D-1", None),
    ("T3.3", "T3", "New and established roles", "III-F", None),
    ("T4", None, "Collaboration", "III-B", None),
    ("T4.1", "T4", "PSWs between system and users", "III-B", None),
    ("T4.2", "T4", "Equal partners", "III-D-1", None),
    ("T4.3", "T4", "Trust and commitment", "III-B", None),
)

CLAUSES: dict[str, dict[str, tuple[str, ...]]] = {
    "T1.1.1": {
        "benefit": (
            "hearing that someone else came through it gives {person} hope",
            "{person} asks a PSW things that nobody asks a doctor",
            "a PSW can say \"that happened to me too\", and {person} listens",
            "a story of recovery told {place} changes how {person} sees the next step",
        ),
        "mixed": ("a shared story helps one person and upsets another, depending on the day",),
        "neutral": ("PSWs tell as much of their own story as they choose",),
    },
    "T1.1.2": {
        "benefit": (
            "+the weekly group {place} keeps people coming who used to stay away",
            "a cup of tea with a PSW {time} does more than another appointment",
            "+PSWs walk with {person} to the first appointments, and fewer are missed",
        ),
        "mixed": ("+informal talks help, but nobody writes down what was agreed",),
        "neutral": ("support takes place in groups and one to one",),
    },
    "T1.1.3": {
        "benefit": (
            "PSWs know the clubs and neighbours that the service does not know",
            "with a PSW beside them people go out {time} who did not leave home before",
            "families talk to a PSW first and come to the service later",
        ),
        "mixed": ("+home visits open doors, though travel takes half the day",),
        "neutral": ("some PSWs live in the same neighbourhood as {person}",),
    },
    "T1.2": {
        "benefit": (
            "the work gives PSWs a reason to get up and a place in the team",
            "+PSWs grow in confidence from month to month",
            "earning something of their own matters to PSWs more than the amount",
        ),
        "mixed": ("the work does PSWs good as long as the hours stay few",),
        "neutral": ("+PSWs stay for different lengths of time",),
    },
    "T1.3": {
        "benefit": (
            "staff learn to listen differently from watching a PSW work",
            "PSWs take up questions {time} that staff have no time for",
            "+the tone {place} has become friendlier since PSWs came",
            "+the team notices earlier when {person} is losing hope",
        ),
        "mixed": ("PSWs save staff some time and cost some in supervision",),
        "neutral": ("+staff and PSWs meet {time}",),
    },
    "T2.1.1": {
        "concern": (
            "{person} may lose heart if a PSW falls ill again",
            "one bad story told {place} can stay in people's minds",
            "some service users compare themselves with the PSW and feel they failed",
        ),
        "mixed": ("+a relapse of a PSW frightened some and comforted others",),
        "neutral": ("nobody {place} could remember a harmful example",),
    },
    "T2.1.2": {
        "concern": (
            "a few days of training are not enough for work with {person}",
            "+PSWs are asked about medicines and do not know what to answer",
            "there is nobody {place} who could train PSWs further",
        ),
        "mixed": ("+the training was good on listening and thin on crises",),
        "neutral": ("+training took place before the start and again {time}",),
    },
    "T2.2": {
        "concern": (
            "stories {place} bring back a PSW's own bad times",
            "PSWs take on too much because they want to prove themselves",
            "little pay and much responsibility wear PSWs down",
        ),
        "mixed": ("hard days happen to PSWs as to everybody, and talk {time} helps",),
        "neutral": ("PSWs decide themselves when they need a pause",),
    },
    "T2.3": {
        "concern": (
            "other services may take this one less seriously",
            "supervising PSWs costs hours that no plan foresees",
            "some colleagues fear for their posts",
        ),
        "mixed": ("+the extra work at the start was worth it for some and not for others",),
        "neutral": ("+the service has reported no complaint about PSWs",),
    },
    "T3.1": {
        "benefit": (
            "+since tasks were written down, everybody {place} knows whom to ask",
            "+a one-page role description ended most quarrels",
        ),
        "concern": (
            "nobody has said what a PSW may read in the files",
            "+PSWs are sent to do whatever is left over {place}",
            "staff do not know which tasks they may hand to a PSW",
            "it is not clear to {person} whether a PSW is staff",
        ),
        "mixed": ("the role is clear on paper and less clear on a busy day",),
        "neutral": ("the team would like a list of tasks",),
    },
    "T3.2": {
        "benefit": (
            "it is good that a PSW can be a little of everything",
            "an open role lets each PSW bring what he or she does best",
        ),
        "mixed": ("an open role leaves freedom, and leaves new PSWs alone with it",),
        "neutral": ("the role changes with the person who fills it",),
    },
    "T3.3": {
        "benefit": ("+earlier volunteers and new PSWs share their work without friction",),
        "concern": (
            "PSWs of an earlier programme are paid otherwise, and that divides them",
            "the new role competes with helpers who have been {place} for years",
        ),
        "mixed": ("+old and new roles overlap, which helps {time} and confuses otherwise",),
        "neutral": ("+other helpers worked here before PSWs came",),
    },
    "T4.1": {
        "benefit": (
            "PSWs explain the service to {person}, and {person} to the service",
            "a PSW speaks up where {person} would keep silent",
        ),
        "concern": (
            "+colleagues still treat PSWs as service users",
            "+PSWs wait outside while the team discusses people they know",
        ),
        "mixed": ("PSWs stand with one foot on each side, a strength and a strain",),
        "neutral": ("some PSWs are still in treatment at the same service",),
    },
    "T4.2": {
        "benefit": (
            "PSWs can be colleagues like any others",
            "+PSWs sit at the same table and their word counts",
            "+the team greets, plans and eats together with PSWs",
            "+a PSW contradicted the head of the ward, and was heard",
        ),
        "concern": (
            "somebody who was in treatment here cannot simply become a colleague",
            "+PSWs are invited to meetings only {time}",
            "+PSWs have no key, no desk and no access to the plan of the day",
        ),
        "mixed": ("+PSWs are equals in the team and not yet on the pay slip",),
        "neutral": ("+PSWs take part in the morning round",),
    },
    "T4.3": {
        "benefit": (
            "trust grows when people work side by side",
            "+trust came with time, and staff now hand things over without a second look",
            "+a PSW who says he or she will come, comes",
            "+staff and PSWs call each other when a day goes wrong",
        ),
        "concern": (
            "it takes courage to leave {person} alone with a PSW",
            "+staff check afterwards what a PSW has told {person}",
            "+nobody dares to leave a PSW alone {place}",
        ),
        "mixed": ("+there is trust in most things, and control where medicines are concerned",),
        "neutral": ("trust was talked about {time}",),
    },
}  # fmt: skip

#: The subscale of PSA-12 that a main theme goes with: a site's level there moves its statements.
BLOCK_OF_THEME = {"T1": 0, "T2": 1, "T3": 2, "T4": 3}

PERSONS = ("a service user", "somebody new", "a person in crisis", "a young man", "an older woman")
TIMES = ("every week", "once a month", "now and then", "on quiet days", "in the evenings")
PLACES = {
    "hospital": ("on the ward", "in the hospital", "in the outpatient clinic"),
    "community": ("at the day centre", "in the neighbourhood", "at home"),
    "both": ("on the ward", "at the day centre", "in the clinic"),
}

OPENINGS = {
    "quote": ("{clause}", "honestly, {clause}", "as I see it, {clause}"),
    "summary": (
        "participants said that {clause}",
        "most in the group felt that {clause}",
        "two people agreed that {clause}",
        "it was said that {clause}",
    ),
    "interpretation": ("the group seems to think that {clause}", "it appears that {clause}"),
}

#: Said in the joint analysis of several groups.
OVER_SITES = (
    ("T3.1", "concern", "tasks and limits of PSWs need to be written down"),
    ("T1.1.3", "benefit", "PSWs build bridges between the service and the neighbourhood"),
)

#: In the group's language, with the meaning in English: theme, stance, text, meaning.
OTHER_LANGUAGES = {
    "German": (
        (
            "T1.1.1",
            "benefit",
            "Sie versteht, wie sich das anfühlt.",
            "She understands how it feels.",
        ),
        (
            "T3.1",
            "concern",
            "Uns ist nicht klar, was ihre Aufgabe ist.",
            "It is not clear to us what her task is.",
        ),
        ("T4.2", "benefit", "Wir arbeiten auf Augenhöhe.", "We work as equals."),
    ),
    "Hebrew": (
        (
            "T1.1.1",
            "benefit",
            "היא מבינה את זה מניסיון אישי.",
            "She understands it from her own experience.",
        ),
        (
            "T3.1",
            "concern",
            "לא ברור לנו מה התפקיד שלה בצוות.",
            "It is not clear to us what her role in the team is.",
        ),
        ("T4.3", "benefit", "אנחנו סומכים עליו.", "We trust him."),
    ),
    "Spanish": (
        (
            "T1.1.1",
            "benefit",
            "Ella lo entiende porque lo vivió.",
            "She understands because she lived it.",
        ),
        (
            "T3.1",
            "concern",
            "No está claro qué puede hacer y qué no.",
            "It is not clear what one may do and what not.",
        ),
    ),
    "Gujarati": (
        ("T1.1.1", "benefit", "તેઓ દર્દીની વાત સમજે છે.", "They understand what the patient says."),
        ("T3.1", "concern", "તેમનું કામ શું છે તે સ્પષ્ટ નથી.", "It is not clear what their work is."),
        ("T4.2", "benefit", "અમે સાથે મળીને કામ કરીએ છીએ.", "We work together."),
    ),
    "Swahili": (
        (
            "T1.1.1",
            "benefit",
            "Anaelewa kwa sababu amepitia hali hiyo.",
            "He or she understands, having gone through it.",
        ),
        (
            "T3.1",
            "concern",
            "Hatujui mipaka ya kazi yake.",
            "We do not know the limits of his or her work.",
        ),
        (
            "T4.2",
            "benefit",
            "Tunafanya kazi pamoja kama timu moja.",
            "We work together as one team.",
        ),
    ),
}
