"""The names that columns of imported files can have, in English, French, Spanish, German and Arabic."""

from __future__ import annotations

import re
import unicodedata

ROLES = ("text", "group", "region", "topic", "language", "name", "mail", "time", "source")
"""The roles that a column of a file can have."""
PERSONAL = ("name", "mail")
"""The roles whose columns identify people. Such a column is imported only if the caller chooses it."""

NAMES: dict[str, frozenset[str]] = {
    "text": frozenset(
        {
            "question", "questions", "question text", "your question", "text", "message", "comment", "content",
            "votre question", "texte", "texte de la question", "commentaire",
            "pregunta", "preguntas", "su pregunta", "tu pregunta", "texto", "comentario",
            "frage", "fragen", "ihre frage", "kommentar",
            "سؤال", "السؤال", "سؤالك", "سؤالكم", "نص السؤال", "الأسئلة",
        }
    ),
    "group": frozenset(
        {
            "group", "stakeholder group", "stakeholder", "constituency", "category",
            "groupe", "groupe d intérêt", "grupo", "grupo de interés", "gruppe", "المجموعة", "الفئة",
        }
    ),
    "region": frozenset({"region", "regional group", "région", "groupe régional", "región", "المنطقة", "الإقليم"}),
    "topic": frozenset(
        {
            "topic", "agenda item", "theme", "subject",
            "thème", "sujet", "point de l ordre du jour", "tema", "punto del orden del día", "asunto",
            "thema", "tagesordnungspunkt", "الموضوع", "بند جدول الأعمال",
        }
    ),
    "language": frozenset({"language", "lang", "langue", "idioma", "lengua", "sprache", "اللغة"}),
    "name": frozenset(
        {
            "name", "full name", "your name", "author", "author name", "asker", "asker name", "participant",
            "user name",
            "nom", "votre nom", "auteur", "nombre", "su nombre", "autor", "ihr name", "الاسم", "اسمك",
        }
    ),
    "mail": frozenset(
        {
            "email", "e mail", "mail", "email address", "e mail address", "asker email", "author email",
            "adresse e mail", "adresse mail", "courriel", "adresse de messagerie",
            "correo", "correo electrónico", "dirección de correo electrónico",
            "e mail adresse", "البريد الإلكتروني", "عنوان البريد الإلكتروني",
        }
    ),
    "time": frozenset(
        {
            "time", "timestamp", "date", "date time", "asked at", "sent at", "created", "created at", "submitted at",
            "question time", "horodateur", "heure", "date et heure", "marca temporal", "hora", "fecha", "fecha y hora",
            "zeitstempel", "datum", "zeit", "طابع زمني", "الوقت", "التاريخ",
        }
    ),
    "source": frozenset({"source", "origin", "channel", "origine", "origen", "canal", "quelle", "المصدر"}),
}  # fmt: skip
"""{role: names of columns with this role}. The names have the form that `normal` returns."""
QUESTION_WORDS = frozenset(
    {"question", "questions", "pregunta", "preguntas", "frage", "fragen", "سؤال", "سؤالك", "السؤال"}
)
"""If the title of a form field contains one of these words, the field asks for a question."""
_WORD = re.compile(r"#|[^\W_]+")


def normal(name: str) -> str:
    """Return the words of a column's name in lower case, without punctuation: `Asker_Name:` becomes `asker name`."""
    return " ".join(_WORD.findall(unicodedata.normalize("NFC", name[:200]).casefold()))


def role_of(name: str) -> str | None:
    """Return the role of a column with this name (in the form that `normal` returns), or None."""
    return next((role for role, names in NAMES.items() if name in names), None)
