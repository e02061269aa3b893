"""A session in six languages, filled over the real API. Each question exists in all six languages."""

from __future__ import annotations

from tests.browser.example_session import done, version

LANGUAGES = ("en", "fr", "es", "ar", "ru", "zh")
QUESTIONS = (
    {
        "en": "Who pays for the wells when the project ends?",
        "fr": "Qui paiera les puits une fois le projet terminé ?",
        "es": "¿Quién pagará los pozos cuando termine el proyecto?",
        "ar": "من سيدفع ثمن الآبار عندما ينتهي المشروع؟",
        "ru": "Кто заплатит за колодцы, когда проект закончится?",
        "zh": "项目结束后，水井的费用由谁承担？",
    },
    {
        "en": "Will the measurements be published, and in which languages?",
        "fr": "Les mesures seront-elles publiées, et dans quelles langues ?",
        "es": "¿Se publicarán las mediciones, y en qué idiomas?",
        "ar": "هل ستُنشر القياسات، وبأي لغات؟",
        "ru": "Будут ли опубликованы результаты измерений и на каких языках?",
        "zh": "测量结果会公布吗？以哪些语言公布？",
    },
    {
        "en": "How can a village without electricity test its own water?",
        "fr": "Comment un village sans électricité peut-il analyser son eau ?",
        "es": "¿Cómo puede un pueblo sin electricidad analizar su propia agua?",
        "ar": "كيف يمكن لقرية بلا كهرباء أن تفحص مياهها بنفسها؟",
        "ru": "Как деревне без электричества проверить свою воду?",
        "zh": "没有电的村庄如何自行检测水质？",
    },
    {
        "en": "Why do women who fetch the water have no seat in the committee?",
        "fr": "Pourquoi les femmes qui vont chercher l’eau ne siègent-elles pas au comité ?",
        "es": "¿Por qué las mujeres que van a buscar el agua no tienen asiento en el comité?",
        "ar": "لماذا لا تشغل النساء اللواتي يجلبن الماء مقعدًا في اللجنة؟",
        "ru": "Почему у женщин, которые носят воду, нет места в комитете?",
        "zh": "为什么取水的妇女在委员会中没有席位？",
    },
    {
        "en": "What happens to the river downstream of the new dam?",
        "fr": "Que devient le fleuve en aval du nouveau barrage ?",
        "es": "¿Qué ocurre con el río aguas abajo de la nueva presa?",
        "ar": "ماذا يحدث للنهر أسفل السد الجديد؟",
        "ru": "Что произойдет с рекой ниже новой плотины?",
        "zh": "新水坝下游的河流会怎样？",
    },
    {
        "en": "Which of these promises can we check in five years?",
        "fr": "Lesquelles de ces promesses pourrons-nous vérifier dans cinq ans ?",
        "es": "¿Cuáles de estas promesas podremos comprobar dentro de cinco años?",
        "ar": "أي من هذه الوعود سنتمكن من التحقق منه بعد خمس سنوات؟",
        "ru": "Какие из этих обещаний мы сможем проверить через пять лет?",
        "zh": "这些承诺中，哪些可以在五年后核实？",
    },
)
"""The same six questions in each language. Question 1 is asked in the first of LANGUAGES, question 2 in the second."""
GROUPS = ("civil_society", "academia", "government", "igo", "private_sector", "civil_society")
GERMAN = "Wer bezahlt die Brunnen, wenn die Wasserversorgungsinfrastrukturverbesserungsmaßnahmen abgeschlossen sind?"
THAI = "ใครจะเป็นผู้จ่ายค่าบ่อน้ำเมื่อโครงการปรับปรุงระบบน้ำประปาที่ใหญ่ที่สุดสิ้นสุดลง และผู้ใช้น้ำทุกคู่จะรู้ได้อย่างไร"


def repeated(text: str, length: int) -> str:
    """Return the text, repeated up to this length in characters."""
    return (f"{text} " * (length // len(text) + 1))[:length].strip()


def ask_translated(server, texts: dict[str, str], asked_in: str, group: str = "academia") -> int:
    """Ask a question. A chair writes the first translation, and the booth writes all other translations.

    Return the number of the question.
    """
    answer = done(server.client().command("ask", {"text": texts[asked_in], "language": asked_in, "group": group}))
    number = answer["question"]["number"]
    chair, booth = server.client("chair/a"), server.client("booth")
    done(chair.command("approve", {"number": number, "version": version(chair, number)}))
    for index, (language, text) in enumerate(pair for pair in texts.items() if pair[0] != asked_in):
        body = {"number": number, "language": language, "text": text}
        done((booth if index else chair).command("translate", body))
    return number


def fill(server) -> None:
    """Ask, approve and translate all QUESTIONS."""
    for texts, asked_in, group in zip(QUESTIONS, LANGUAGES, GROUPS, strict=True):
        ask_translated(server, texts, asked_in, group)
