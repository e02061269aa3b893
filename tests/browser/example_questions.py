"""The questions, votes and translations of the example sessions."""

from __future__ import annotations

QUESTIONS = [
    (
        "en",
        "media",
        None,
        "Will the press be able to follow the meetings of the committee, or only read its communiqués?",
    ),
    (
        "es",
        "academia",
        None,
        "¿Quién decide, y a puerta cerrada, qué organizaciones sin estatus consultivo pueden entrar en la sala?",
    ),
    (
        "en",
        "government",
        None,
        "Which existing treaties should the new convention build on, and which should it leave alone?",
    ),
    ("fr", "undisclosed", None, "Pourquoi participer à cet événement ?"),
    (
        "en",
        "civil_society",
        "fatafta",
        "How can we ensure respect for freedom of expression where the concept has not been harmonised at world level?",
    ),
    ("fr", "government", None, "Cette prise de décision se fera-t-elle enfin de manière transparente et publique ?"),
    (
        "en",
        "private_sector",
        "mcbryde",
        (
            "Companies hold most of the evidence and get the requests. Will the treaty say what we must refuse "
            "as clearly as what we must hand over?"
        ),
    ),
    (
        "es",
        "civil_society",
        None,
        "Si la policía de otro país pide los datos de una periodista, ¿quién le avisa y ante qué juez puede recurrir?",
    ),
    (
        "en",
        "technical",
        "makumane",
        (
            "Are we adopting rules that give investigators access to our own systems, and who then answers for "
            "the flaws that stay open?"
        ),
    ),
    (
        "fr",
        "academia",
        None,
        (
            "Que diraient les citoyennes et citoyens si on leur accordait des droits solennels, mais qu’ils "
            "apprenaient qu’ils ne peuvent pas s’en servir ?"
        ),
    ),
    (
        "es",
        "technical",
        None,
        "¿Cómo proteger a quienes buscan fallos de buena fe si el texto castiga todo acceso sin autorización?",
    ),
    (
        "en",
        "civil_society",
        "fatafta",
        "What happens to people who report abuse when the same law is used against them?",
    ),
    ("en", "undisclosed", None, "I would like to thank the organisers for this panel."),
    (
        "fr",
        "igo",
        "socco",
        (
            "Comment les petites délégations suivront-elles six langues, deux comités et un calendrier qui "
            "change chaque semaine ?"
        ),
    ),
    (
        "en",
        "private_sector",
        None,
        (
            "The text was drafted over two days of informal talks, before any of us had seen it. What will the "
            "chair publish, when, and in how many of the six languages, so that those far from New York and "
            "Vienna can answer in time?"
        ),
    ),
    (
        "es",
        "undisclosed",
        None,
        (
            "¿Quién protegerá a los periodistas y a los defensores de derechos humanos si un día la convención "
            "se usa contra ellos?"
        ),
    ),
    ("fr", "media", None, "La presse pourra-t-elle suivre les séances du comité, ou seulement lire les communiqués ?"),
    (
        "en",
        "other",
        None,
        "How could criminal cooperation work if every State keeps its own definition of the offence?",
    ),
    (
        "es",
        "government",
        "domingos",
        "¿Qué apoyo recibirán las fiscalías pequeñas para pedir pruebas electrónicas al extranjero?",
    ),
    ("en", "civil_society", None, "Who will check, in two years, whether anyone outside government was heard?"),
]
"""The questions in the order of their numbers, starting with number 1.

Each question is a tuple (language, group, panellist or None, text).
"""
APPROVED = [5, 3, 2, 6, 7, 8, 9, 10, 11, 12, 14]
VOTES = {6: 9, 7: 14, 8: 11, 9: 3, 10: 6, 11: 5, 12: 2, 14: 4}
ANSWERED = 2
"""The number of answered questions.

They are the first questions of APPROVED. The next question of APPROVED is live.
"""

SENTENCE = (
    "Por tanto, mi pregunta es esta: ¿qué compromisos verificables, con plazos y con responsables, "
    "asumirán los Estados ante la Unterausschussvorsitzendenstellvertretung? "
)
LONGEST = 500

BY_HAND = {
    3: {
        "fr": (
            "Sur quels traités existants la nouvelle convention devrait-elle s’appuyer, et auxquels ne "
            "devrait-elle pas toucher ?"
        )
    },
    2: {
        "en": (
            "Who decides, and behind closed doors, which organisations without consultative status may enter the room?"
        ),
        "fr": (
            "Qui décide, et à huis clos, quelles organisations sans statut consultatif peuvent entrer dans la salle ?"
        ),
    },
    6: {"en": "Will this decision at last be taken in a transparent and public way?"},
    8: {
        "en": (
            "If another country’s police ask for a journalist’s data, who tells her, and before which judge can "
            "she appeal?"
        ),
        "fr": (
            "Si la police d’un autre pays demande les données d’une journaliste, qui l’en avertit et devant quel "
            "juge peut-elle faire appel ?"
        ),
    },
    10: {"en": "What would citizens say if they were granted solemn rights, only to learn that they cannot use them?"},
    14: {
        "en": "How will small delegations follow six languages, two committees and a calendar that changes every week?"
    },
}
"""The booth's translations: {number: {language: text}}.

With these translations, the screenshots of the documentation do not depend on a translation engine.
"""
