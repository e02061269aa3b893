/** The description of the set-up page's fields. The page and its table of rules are drawn from this description. */

import { _ } from "../shared/i18n.js";
import { choices } from "./rules.js";

/**
 * @typedef {object} Field A block of fields. The page saves a block as one act.
 * @property {string} id unique on the page
 * @property {"languages" | "times" | "texts" | "people" | "entries" | "topics" | "terms" | "booths" | "documents" |
 *   "programme" | "look" | "limits" | "switch" | "number" | "choice"} kind
 * @property {() => string} label
 * @property {string[]} rules the fields of the definition that the block changes
 * @property {string} [key] the key under which a session file stores the value, such as "chair"; default: `id`
 * @property {() => string} [meaning]
 * @property {() => string} [unit]
 * @property {number} [rows] number of lines of a text field
 * @property {number} [least] minimum of a number; default: 1
 * @property {number} [most] maximum of a number; of a text: maximum length in graphemes
 * @property {boolean} [isByLanguage] true if each language needs its own text
 * @property {boolean} [isOptional]
 * @property {() => [key: string, label: string][]} [options]
 */
/** A section of the page. @typedef {{id: string, label: () => string, fields: Field[]}} Section */

/**
 * @param {string} id
 * @param {() => string} label
 * @param {() => string} [meaning]
 * @returns {Field}
 */
const toggle = (id, label, meaning) => ({ id, kind: "switch", label, meaning, rules: [id] });

/** @type {Section[]} */
export const SECTIONS = [
  {
    id: "time",
    label: () => _("Time and languages"),
    fields: [
      { id: "languages", kind: "languages", label: () => _("Languages of the session"), rules: ["languages"] },
      { id: "times", kind: "times", label: () => _("Date and time"), rules: ["starts", "ends", "time_zone"] },
      {
        id: "minutes_per_question",
        kind: "number",
        label: () => _("Minutes for a question"),
        rules: ["minutes_per_question"],
        most: 60,
        isOptional: true,
      },
    ],
  },
  {
    id: "texts",
    label: () => _("Title and text"),
    fields: [
      { id: "title", kind: "texts", label: () => _("Title"), rules: ["title"], rows: 2, most: 200, isByLanguage: true },
      {
        id: "organisers",
        kind: "texts",
        label: () => _("Organisers"),
        rules: ["organisers"],
        rows: 2,
        most: 400,
        isOptional: true,
      },
      {
        id: "description",
        kind: "texts",
        label: () => _("Description"),
        rules: ["description"],
        rows: 4,
        most: 2000,
        isOptional: true,
      },
      { id: "programme", kind: "programme", label: () => _("Programme"), rules: ["programme"] },
    ],
  },
  {
    id: "people",
    label: () => _("Chairs and panel"),
    fields: [
      { id: "chairs", key: "chair", kind: "people", label: () => _("Chairs"), rules: ["chairs"] },
      { id: "panellists", key: "panellist", kind: "people", label: () => _("Panellists"), rules: ["panellists"] },
    ],
  },
  {
    id: "lists",
    label: () => _("Groups and regions"),
    fields: [
      { id: "groups", kind: "entries", label: () => _("Groups"), rules: ["groups"] },
      { id: "regions", kind: "entries", label: () => _("Regions"), rules: ["regions"] },
    ],
  },
  {
    id: "topics",
    label: () => _("Topics"),
    fields: [
      { id: "topics", key: "topic", kind: "topics", label: () => _("Topics"), rules: ["topics"] },
      toggle(
        "chairs_set_topics",
        () => _("Only the chairs set the topic"),
        () => _("The phone does not offer the topics. The chairs can set the topic of a question in any case."),
      ),
    ],
  },
  {
    id: "views",
    label: () => _("What people see"),
    fields: [
      toggle(
        "list_public",
        () => _("Public list"),
        () => _("Everyone sees the approved questions on the phone and can vote for them."),
      ),
      toggle(
        "show_group",
        () => _("Show groups"),
        () => _("The stakeholder group is shown beside each question on phones and on the stage."),
      ),
      toggle(
        "stage_upcoming",
        () => _("Show upcoming questions"),
        () => _("The stage and the panellists also see the questions after Next."),
      ),
      toggle(
        "chatham_house_rule",
        () => _("Chatham House Rule"),
        () => _("It binds: once the session is open, it cannot be turned off."),
      ),
      toggle(
        "wait_for_start",
        () => _("Questions wait for the start"),
        () => _("Until the start, phones show a countdown and take no questions."),
      ),
      { id: "limits", kind: "limits", label: () => _("Limits"), rules: ["limits"] },
      {
        id: "entry_codes",
        kind: "choice",
        label: () => _("Who may ask and vote"),
        rules: ["entry_codes"],
        options: () => [
          ["none", _("Everybody")],
          ["ask_and_vote", _("Only people with an entry code")],
        ],
      },
    ],
  },
  {
    id: "translation",
    label: () => _("Translation and glossary"),
    fields: [
      {
        id: "translation",
        kind: "choice",
        label: () => _("Translation engine"),
        rules: ["translation"],
        options: () => choices.engines.map(({ key, label }) => [key, label]),
      },
      { id: "terms", key: "term", kind: "terms", label: () => _("Glossary"), rules: ["terms"] },
    ],
  },
  {
    id: "interpreters",
    label: () => _("Interpreters"),
    fields: [
      { id: "booths", key: "booth", kind: "booths", label: () => _("Booths"), rules: ["booths"] },
      { id: "documents", key: "document", kind: "documents", label: () => _("Documents"), rules: ["documents"] },
    ],
  },
  {
    id: "look",
    label: () => _("Look"),
    fields: [{ id: "look", kind: "look", label: () => _("Look"), rules: ["look"] }],
  },
  {
    id: "afterwards",
    label: () => _("Afterwards"),
    fields: [
      {
        id: "retention_days",
        kind: "number",
        label: () => _("Days for which the data are kept"),
        rules: ["retention_days"],
        most: 3650,
      },
      toggle(
        "purge_when_due",
        () => _("Delete automatically"),
        () => _("After these days, the server deletes everything by itself."),
      ),
    ],
  },
];

/**
 * Labels of the fields that share the block *Date and time*: {field of the definition: label}. They need labels of
 * their own, because the label of the block is the same for all three. Every other field has the label of its block.
 * @type {Record<string, () => string>}
 */
const PARTS = { starts: () => _("Starts"), ends: () => _("Ends"), time_zone: () => _("Time zone") };

/**
 * Return pairs that consist of a field of the definition and its label. The first pair is for the session's code. The
 * other pairs are for the fields of the page, in the order of the page.
 * @returns {[string, string][]}
 */
export function ruledFields() {
  const fields = SECTIONS.flatMap((section) => section.fields);
  return [
    ["code", _("Code")],
    ...fields.flatMap(({ rules, label }) =>
      rules.map((rule) => /** @type {[string, string]} */ ([rule, (PARTS[rule] ?? label)()])),
    ),
  ];
}
