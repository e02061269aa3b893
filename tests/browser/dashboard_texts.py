"""The questions of the dashboard sessions in English, French and Arabic.

Each text of QUESTIONS fits on two lines of a row.
"""

from __future__ import annotations

NOW = (
    "What can you tell us about the role that small delegations played in this process, and about the role they "
    "still intend to play?",
    "Que pouvez-vous nous dire du rôle que les petites délégations ont joué dans ce processus, et de celui qu’elles "
    "entendent y jouer ?",
    "ماذا يمكنكم أن تقولوا لنا عن الدور الذي أدته الوفود الصغيرة في هذه العملية، وعن الدور الذي تنوي أداءه لاحقًا؟",
)
NEXT = (
    "Whose interests will the new committee defend, given that the countries concerned do not have the same interests?",
    "Quels intérêts le nouveau comité va-t-il défendre, puisque les pays concernés n’ont pas les mêmes intérêts ?",
    "أي مصالح ستدافع عنها اللجنة الجديدة، علمًا بأن الدول المعنية ليست لها المصالح نفسها؟",
)
NOW_300 = (
    "You say in the report that the committee will go on granting individual authorisations. What will be the criteria "
    "for granting or refusing them, and will the delegations keep the authority to contact the organisations that have "
    "to live with each of those decisions, in every language?",
    "Vous dites dans le rapport que le comité continuera d’accorder des autorisations individuelles. Selon quels "
    "critères seront-elles accordées ou refusées, et les délégations garderont-elles le droit de consulter les "
    "organisations qui subissent ces décisions, dans chaque langue de la région ?",
    "تقولون في التقرير إن اللجنة ستواصل منح التراخيص الفردية. فما معايير منحها أو رفضها، وهل ستحتفظ الوفود بصلاحية "
    "الاتصال بالمنظمات التي عليها أن تعيش مع كل قرار من هذه القرارات، بكل لغة من لغات المنطقة؟",
)
NOW_500 = tuple(
    f"{start} {end}"
    for start, end in zip(
        NOW_300,
        (
            "And what do you intend to do to make sure that the staff who use these tools know what the law on data "
            "protection lays down, abide by it, and answer for it before a court near the traveller, in her own "
            "language?",
            "Et que ferez-vous pour que les agents qui emploient ces outils connaissent la loi sur la protection des "
            "données, la respectent et en répondent devant un tribunal proche de la voyageuse, dans sa langue ?",
            "وماذا ستفعلون لضمان أن يعرف الموظفون الذين يستخدمون هذه الأدوات ما ينص عليه قانون حماية البيانات، وأن "
            "يلتزموا به، وأن يُسألوا عنه أمام محكمة قريبة من المسافرة وبلغتها هي؟",
        ),
    )
)
"""A text of almost 500 characters. No session allows a question of more than 500 characters."""
QUESTIONS = (
    (
        "What has happened to this inquiry, and why has it not yet got under way in Vienna?",
        "Qu’est devenue cette enquête, et pourquoi n’a-t-elle pas encore commencé à Vienne ?",
        "ماذا حلّ بهذا التحقيق، ولماذا لم يبدأ بعد في فيينا رغم كل الوعود؟",
    ),
    (
        "Who will protect journalists if the convention is one day used against them?",
        "Qui protégera les journalistes si la convention est un jour utilisée contre eux ?",
        "من سيحمي الصحفيين والمدافعين عن حقوق الإنسان إذا استُخدمت الاتفاقية ضدهم؟",
    ),
    (
        "How can there be any cooperation on criminal matters on that basis alone?",
        "Comment peut-il y avoir une coopération pénale sur cette seule base ?",
        "كيف يمكن أن يقوم تعاون في المسائل الجنائية على هذا الأساس وحده؟",
    ),
    (
        "Is a risk assessment to be carried out first, and will it be published in time?",
        "Va-t-on d’abord évaluer les risques, et cette étude sera-t-elle publiée à temps ?",
        "هل سيُجرى أولًا تقييم للمخاطر، وهل سيُنشر هذا التقييم في الوقت المناسب؟",
    ),
    (
        "Why have we seen no drafts since March, neither in Vienna nor in New York?",
        "Pourquoi n’avons-nous vu aucun projet depuis mars, ni à Vienne ni à New York ?",
        "لماذا لم نرَ أي مسودة منذ مارس، لا في فيينا ولا في نيويورك، رغم طلبنا؟",
    ),
    (
        "How are small companies going to answer so many requests from so many States?",
        "Comment les petites entreprises répondront-elles à tant de demandes d’États ?",
        "كيف سترد الشركات الصغيرة على هذا العدد الكبير من الطلبات من دول كثيرة؟",
    ),
    (
        "Does that mean that we have done the job in terms of legislation on privacy?",
        "Cela veut-il dire que nous avons achevé notre tâche en matière de vie privée ?",
        "هل يعني ذلك أننا أنجزنا المهمة من حيث التشريع في مجال الحياة الخاصة؟",
    ),
    (
        "What are the demands that a provider, or its insurer, must fulfil by then?",
        "À quelles exigences un fournisseur, ou son assureur, doit-il répondre d’ici là ?",
        "ما المتطلبات التي يجب أن يستوفيها مقدم الخدمة أو شركة تأمينه حتى ذلك الحين؟",
    ),
    (
        "Is it acceptable for democratic achievements to be dismantled to save money?",
        "Est-il admissible de démanteler des acquis démocratiques pour économiser ?",
        "هل من المقبول تفكيك المكتسبات الديمقراطية من أجل توفير المال في الميزانية؟",
    ),
    (
        "Who provides the safeguards, and before which court can they be claimed?",
        "Qui fournit les garanties, et devant quel tribunal peut-on les invoquer ?",
        "من يوفر الضمانات، وأمام أي محكمة يمكن المطالبة بها إذا أُخلّ بها يومًا؟",
    ),
    (
        "Could I ask you once more to act upon the resolutions that were adopted here?",
        "Puis-je vous demander à nouveau de donner suite aux résolutions adoptées ici ?",
        "هل لي أن أطلب منكم مجددًا العمل بالقرارات التي اعتُمدت هنا في العام الماضي؟",
    ),
    (
        "Do you know whether the States apply that clause to their own ministries?",
        "Savez-vous si les États appliquent cette clause à leurs propres ministères ?",
        "هل تعلمون ما إذا كانت الدول تطبّق هذا البند على وزاراتها هي نفسها اليوم؟",
    ),
    (
        "Which ministry will pay the interpreters when the talks move to Geneva in May?",
        "Quel ministère paiera les interprètes quand les négociations iront à Genève ?",
        "أي وزارة ستدفع أجور المترجمين الفوريين عندما تنتقل المفاوضات إلى جنيف في مايو؟",
    ),
    (
        "Can a hospital that was blackmailed be punished for paying the people behind it?",
        "Un hôpital victime de chantage peut-il être puni pour avoir payé les auteurs ?",
        "هل يمكن معاقبة مستشفى تعرّض للابتزاز لأنه دفع المال لمن يقفون وراء ذلك؟",
    ),
    (
        "How long may a telephone company keep the location of its customers at night?",
        "Combien de temps un opérateur peut-il garder la position de ses clients la nuit ?",
        "كم من الوقت يجوز لشركة الهاتف أن تحتفظ بمواقع زبائنها أثناء الليل؟",
    ),
    (
        "Are schools going to teach children how to recognise a forged voice on the phone?",
        "L’école apprendra-t-elle aux enfants à reconnaître une voix falsifiée au téléphone ?",
        "هل ستعلّم المدارس الأطفال كيف يميزون الصوت المزيف في المكالمات الهاتفية؟",
    ),
    (
        "What becomes of evidence that was gathered by volunteers during the war?",
        "Que deviennent les preuves que des bénévoles ont rassemblées pendant la guerre ?",
        "ما مصير الأدلة التي جمعها متطوعون أثناء الحرب من دون أي تكليف رسمي؟",
    ),
    (
        "Should the chair of each working group be elected by secret ballot from now on?",
        "La présidence de chaque groupe devrait-elle désormais être élue à bulletin secret ?",
        "هل ينبغي أن يُنتخب رئيس كل فريق عمل بالاقتراع السري من الآن فصاعدًا؟",
    ),
    (
        "Would an island with one cable be able to report an attack within a single day?",
        "Une île reliée par un seul câble pourrait-elle signaler une attaque en un jour ?",
        "هل تستطيع جزيرة لها كابل واحد فقط أن تبلّغ عن هجوم في غضون يوم واحد؟",
    ),
    (
        "Why does the glossary still lack a word for consent in four of our languages?",
        "Pourquoi le glossaire n’a-t-il aucun mot pour consentement dans quatre langues ?",
        "لماذا ما زال المسرد يفتقر إلى كلمة تعني الموافقة في أربع من لغاتنا؟",
    ),
    (
        "Do farmers need a licence to repair the software of a tractor that they own?",
        "Les agriculteurs ont-ils besoin d’une licence pour réparer le logiciel d’un tracteur ?",
        "هل يحتاج المزارعون إلى ترخيص لإصلاح برنامج جرار يملكونه هم أنفسهم؟",
    ),
    (
        "May a museum publish old letters that name people whose grandchildren object?",
        "Un musée peut-il publier de vieilles lettres quand les petits-enfants s’y opposent ?",
        "هل يجوز لمتحف أن ينشر رسائل قديمة تذكر أشخاصًا يعترض أحفادهم على ذلك؟",
    ),
    (
        "Which insurer accepts to cover a city that still runs on software from 2008?",
        "Quel assureur accepte de couvrir une ville dont les logiciels datent de 2008 ?",
        "أي شركة تأمين تقبل تغطية مدينة ما زالت تعمل ببرامج يعود تاريخها إلى عام 2008؟",
    ),
    (
        "Is anyone counting how many complaints were closed without a single reply?",
        "Quelqu’un compte-t-il les plaintes qui ont été classées sans la moindre réponse ?",
        "هل يحصي أحد عدد الشكاوى التي أُغلقت من دون أي رد على أصحابها؟",
    ),
)
