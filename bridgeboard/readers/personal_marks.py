"""What in a cell looks as if it reached or named a person: patterns that every door shares.

None of them is a proof: a code of nine digits may be a telephone number, and a name that is on no
list is found by nobody.
"""

E_MAIL = r"[^\s@,;]+@[^\s@,;]+\.[A-Za-z]{2,}"
#: Nine to fifteen digits, as telephone numbers have, whatever stands between them.
TELEPHONE = r"^\+?[0-9](?:[ ./()-]?[0-9]){8,14}$"
#: The same inside of other words, but written as people write telephone numbers: with a plus, a
#: zero or brackets before it, and more than one group of digits; no date and no decimal number.
TELEPHONE_INSIDE = (
    r"(?:^|[\s(:;])(?:\+[0-9]{1,3}[ ./-]?\(?[0-9]{1,4}\)?(?:[ ./-]?[0-9]{2,4}){2,4}"
    r"|\([0-9]{2,5}\)[ ./-]?[0-9]{2,4}(?:[ ./-]?[0-9]{2,4}){1,3}"
    r"|0[0-9]{1,4}[ /-][0-9]{2,4}(?:[ /-]?[0-9]{2,4}){1,3}"
    r"|[0-9]{3}-[0-9]{3}-[0-9]{4})(?:$|[^0-9])"
)
#: Days and times, which have as many digits: taken away before telephone numbers are looked for.
DAY = (
    r"(?:[0-9]{4}[./-][0-9]{1,2}[./-][0-9]{1,2}|[0-9]{1,2}[./-][0-9]{1,2}[./-][0-9]{4})"
    r"(?:[ T,]+[0-9]{1,2}:[0-9]{2}(?::[0-9.]+)?)?"
)
IP_ADDRESS = r"^(?:[0-9]{1,3}\.){3}[0-9]{1,3}$|^(?:[0-9a-fA-F]{1,4}:){7}[0-9a-fA-F]{1,4}$"
#: Latitude and longitude in one cell, as phones and forms write them.
COORDINATES = (
    r"^\(?-?[0-9]{1,2}\.[0-9]{3,}[ ,;]+-?[0-9]{1,3}\.[0-9]{3,}(?:[ ,;]+-?[0-9.]+){0,2}\)?$"
)

#: Numbers that states give to a person, each with what it is called.
NATIONAL_IDS = {
    "a US social security number": r"^[0-9]{3}-[0-9]{2}-[0-9]{4}$",
    "an Indian Aadhaar number": r"^[2-9][0-9]{3}[ -][0-9]{4}[ -][0-9]{4}$",
    "a Swiss AHV number": r"^756\.[0-9]{4}\.[0-9]{4}\.[0-9]{2}$",
    "a Spanish DNI or NIE": r"^[XYZ]?[0-9]{7,8}-?[A-HJ-NP-TV-Z]$",
    "a French social security number": r"^[12] ?[0-9]{2} ?(?:0[1-9]|1[0-2]) ?[0-9AB]{2} ?[0-9]{3}"
    r" ?[0-9]{3}(?: ?[0-9]{2})?$",
    "a Ugandan national number": r"^C[MF][0-9]{2}[0-9A-Z]{10}$",
    "a Tanzanian national number": r"^(?:19|20)[0-9]{6}-?[0-9]{5}-?[0-9]{5}-?[0-9]{2}$",
    "a British national insurance number": r"^[A-CEGHJ-PR-TW-Z]{2} ?[0-9]{2} ?[0-9]{2} ?[0-9]{2}"
    r" ?[A-D]$",
    "a passport number": r"^[A-Z]{1,2}[0-9]{7}$",
}

#: Streets and boxes in the languages of our programmes, with a house number beside them.
ADDRESS = (
    r"(?i)(?:\b[0-9]{1,5}[a-z]?,? (?:\S+ ){0,3}(?:street|st|road|rd|avenue|ave|lane|ln|drive|blvd"
    r"|boulevard|close|court|crescent)\b"
    r"|\p{L}+(?:stra(?:ß|ss)e|str\.|weg|gasse|allee|platz) ?[0-9]{1,4}[a-z]?\b"
    r"|\b[0-9]{1,4}(?: bis| ter)?,? (?:rue|avenue|boulevard|chemin|impasse|place) "
    r"|\b(?:calle|carrera|avenida|av\.|plaza) \S.{0,30}[0-9]"
    r"|\b(?:p\.? ?o\.?|post) ?box ?[0-9]+|\bs\.? ?l\.? ?p\.? ?[0-9]+"
    r"|(?:רחוב|רח') ?\S+.{0,20}[0-9]|شارع)"
)
