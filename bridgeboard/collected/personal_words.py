"""Headings that name people, in the languages of our programmes: simple lists of words.

Lower case, words apart by one space; `plain_heading` brings a heading into this form.
"""

from __future__ import annotations

import re
import unicodedata


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Whole headings of columns that are always left out, with what they are.
ALWAYS: dict[str, tuple[str, ...]] = {
    "IP addresses": (
        "ip address", "ipaddress", "ip", "ip adresse", "adresse ip", "dirección ip", "ip adress",
        "respondent ip", "respondent ip address",
    ),
    "e-mail addresses": (
        "email", "e mail", "email address", "e mail address", "emailaddress", "mail", "your email",
        "your email address", "email adresse", "e mail adresse", "adresse e mail", "adresse email",
        "courriel", "correo", "correo electrónico", "correo electronico", "barua pepe", "דוא ל",
        "דואר אלקטרוני", "אימייל", "مايل", "البريد الإلكتروني", "بريد إلكتروني", "recipient email",
        "respondent email", "contact email", "email 1", "email 2", "user email",
    ),
    "telephone numbers": (
        "phone", "telephone", "tel", "mobile", "cell", "cellphone", "cell phone", "mobile phone",
        "phone number", "phonenumber", "telephone number", "mobile number", "telephone 1",
        "telephone 2", "phone 1", "phone 2", "telefon", "telefonnummer", "handy", "handynummer",
        "mobil", "mobilnummer", "téléphone", "telephone portable", "portable",
        "numéro de téléphone", "teléfono", "telefono", "número de teléfono", "celular", "móvil",
        "simu", "nambari ya simu", "namba ya simu", "טלפון", "מספר טלפון", "נייד", "الهاتف",
        "رقم الهاتف", "هاتف", "جوال", "whatsapp", "whatsapp number", "ec phone",
        "contact phone", "fax",
    ),
    "coordinates of respondents": (
        "latitude", "longitude", "location latitude", "location longitude", "location accuracy",
        "gps", "gps latitude", "gps longitude", "gps altitude", "gps precision", "geolocation",
        "geopoint", "gps coordinates", "coordinates", "lat", "lon", "lng", "long lat",
        "breitengrad", "längengrad", "breitengrad des standorts", "längengrad des standorts",
    ),
    "numbers of a person's device": (
        "device id", "deviceid", "sim serial", "simserial", "subscriber id", "subscriberid",
        "phonenumber", "imei", "simid",
    ),
    "names of respondents": (
        "recipient last name", "recipient first name", "recipient name",
    ),
}  # fmt: skip

#: Words that in a heading name people: as a whole heading, or with few words beside them.
SUSPECT: dict[str, tuple[str, ...]] = {
    "a name": (
        "name", "names", "first name", "last name", "full name", "fullname", "firstname",
        "lastname", "surname", "forename", "given name", "family name", "maiden name", "nickname",
        "middle name", "name first", "name last", "your name", "initials", "username", "user name",
        "vorname", "nachname", "familienname", "vor und nachname", "nom", "prénom", "prenom",
        "nom de famille", "nom et prénom", "nombre", "nombres", "apellido", "apellidos",
        "nombre completo", "nombre y apellidos", "jina", "jina kamili", "majina", "jina lako",
        "jina la kwanza", "jina la ukoo", "שם", "שם פרטי", "שם משפחה", "שם מלא", "اسم", "الاسم",
        "الاسم الكامل", "الاسم الأول", "اسم العائلة", "اللقب", "next of kin", "contact name",
    ),
    "a day of birth": (
        "dob", "date of birth", "birth date", "birthdate", "birthday", "day of birth", "born on",
        "geburtsdatum", "geburtstag", "geboren am", "date de naissance", "né le", "née le",
        "fecha de nacimiento", "nacimiento", "tarehe ya kuzaliwa", "תאריך לידה",
        "تاريخ الميلاد", "تاريخ الولادة", "d naixement", "data de naixement",
    ),
    "a number of a person": (
        "ssn", "social security number", "national id", "national id number", "nin", "passport",
        "passport number", "id number", "id card", "nhs number", "mrn", "medical record number",
        "patient number", "patient id number", "staff number", "employee id", "employee number",
        "insurance number", "ausweisnummer", "personalausweis", "versichertennummer",
        "sozialversicherungsnummer", "personalnummer", "numéro de sécurité sociale", "matricule",
        "cédula", "cedula", "dni", "nie", "curp", "número de identificación", "kitambulisho",
        "namba ya kitambulisho", "nida", "aadhaar", "aadhar", "תעודת זהות", "ת ז", "מספר זהות",
        "رقم الهوية", "الرقم القومي", "الرقم الوطني", "رقم جواز السفر",
    ),
    "an address": (
        "address", "home address", "street", "street address", "postal address", "post code",
        "postcode", "zip", "zip code", "zipcode", "adresse", "anschrift", "straße", "strasse",
        "postleitzahl", "plz", "wohnort", "code postal", "rue", "dirección", "direccion",
        "domicilio", "código postal", "anwani", "כתובת", "רחוב", "مكان السكن", "العنوان", "عنوان",
        "contact address", "address line 1", "address line 2",
    ),
    "a way to reach somebody": (
        "contact", "contact details", "contact information", "kontakt", "kontaktdaten",
        "coordonnées", "contacto", "mawasiliano", "facebook", "instagram", "twitter", "skype",
        "signature", "unterschrift", "firma", "sahihi", "חתימה", "توقيع", "photo", "photograph",
        "selfie", "picture", "mugshot",
    ),
}  # fmt: skip

#: Beside "name" or "address" these say that it is no person's.
NOT_OF_A_PERSON = _words(
    """
    site hospital clinic centre center ward organisation organization programme program
    project country city district region village town event form instrument file group team
    drug medication medicine variable product course school university company facility
    service unit department arm wave survey item scale theme code document sheet tool web
    website url krankenhaus klinik einrichtung station standort ort land verein hôpital
    établissement pays ville centro país ciudad hospitali kituo nchi בית חולים מרפאה ארגון
    مستشفى عيادة مركز
    """
)

#: In the words of a question, not in a heading alone.
IN_QUESTIONS = {
    "a name": r"\b(?:your|full|first|last|given|family) name\b|\bihr(?:en)? namen?\b"
    r"|\bvotre nom\b|\bsu nombre\b|\bjina lako\b|שמך|\bاسمك\b",
    "a day of birth": r"\b(?:date of birth|birth ?date|were you born|geburtsdatum|geboren am"
    r"|date de naissance|fecha de nacimiento|tarehe ya kuzaliwa)\b|תאריך לידה|تاريخ الميلاد",
    "an e-mail address": r"\b(?:your e ?mail|e ?mail address|e mail adresse|adresse e ?mail"
    r"|correo electrónico|barua pepe)\b|דואר אלקטרוני|البريد الإلكتروني",
    "a telephone number": r"\b(?:(?:tele)?phone number|mobile number|telefonnummer|handynummer"
    r"|numéro de téléphone|número de teléfono|nambari ya simu|namba ya simu)\b|מספר טלפון"
    r"|رقم الهاتف",
    "an address": r"\b(?:your (?:home |postal |street )?address|ihre (?:adresse|anschrift)"
    r"|votre adresse|su dirección|anwani yako)\b|כתובתך|عنوانك",
    "a number of a person": r"\b(?:national id|id number|passport number|social security number"
    r"|medical record number|nhs number)\b|תעודת זהות|رقم الهوية",
}

#: What a heading of any length begins with that asks whose name it is.
NAME_OF = (
    r"^(?:what is the |please write the |full )?(?:names? of|name (?:des|der|vo[nm])|nom (?:de|du)"
    r"|nombre del?|jina la|שם ה|اسم ال)"
)

#: Common first names where our programmes are. A list like this finds many, never all.
FIRST_NAMES = _words(
    """
    aaron abdul abigail adam aditya agnes ahmed aisha ali alice amina amit amy ana anna andrea
    andreas andrew angela anita anne annika anthony antonio arjun asha avi ayelet barbara
    beatrice benjamin bernd bernhard brian bruno carlos carmen caroline catherine charles
    charlotte christian christina christine christopher claire claudia daniel david deborah
    dennis diana dieter dominik dorothy edward elena eli elisabeth elizabeth emily emma
    emmanuel erik esther eva fatima fatuma felix francis francisco frank frederic friedrich
    gabriel georg george gerhard gita grace guy hadija hannah hans hassan heather heike helen
    helga henry ibrahim ines ingrid irene isaac isabel jack jacob jakob james jan jane janet
    jean jennifer jessica joan johann john johannes jonas jonathan jorge jose josef joseph
    joshua joyce juan juergen julia julian juma karin karl kate katharina katherine kavita
    kenneth kevin khadija klaus laura lea lena leon linda lisa louis lucas lucia luis lukas
    maria marie mariam mark markus martha martin martina mary matthew matthias maya mehmet
    michael michel miguel miriam mohamed mohammed moshe musa mwajuma nadia nancy neema neha
    nicolas nicole nikolaus noa noah nora olga oliver omar pamela patricia patrick paul paula
    pedro peter petra philip philipp pierre priya rachel rahul rajesh ravi rebecca rehema
    richard rita robert roberto ronald rosa rose ruth sabine salim salma samuel sandra sara
    sarah sebastian sergio sharon shira silvia simon sofia sonja sophie stefan stefanie
    stephan stephen steven sunita susan susanne suresh sven tamar thomas timothy tobias ursula
    uwe vanessa vera victoria vijay vikram walter werner wilhelm william wolfgang yael yosef
    yusuf zainab zuhura אבי אברהם אורית איתן דוד דנה חיים יוסף יעל לאה מיכל משה נועה רחל רינה
    שרה שירה תמר أحمد إبراهيم حسن خالد زينب سارة عائشة عبد علي عمر فاطمة ليلى محمد محمود مريم
    مصطفى نور يوسف
    """
)

_CAMEL = re.compile(r"(?<=[a-zà-ÿ])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_NO_LETTER = re.compile(r"[^\w]+|_+")


def plain_heading(heading: str) -> str:
    """The words of a heading: "RecipientLastName" and "recipient_last_name" alike."""
    text = unicodedata.normalize("NFC", _CAMEL.sub(" ", heading[:300]))
    return " ".join(_NO_LETTER.sub(" ", text.casefold()).split())
