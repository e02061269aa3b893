/* Improves the ask form that the server made: draft, counter, group's shape, errors at the field. Never replaces it. */
import { _ } from "../shared/i18n.js";
import { graphemes } from "../shared/graphemes.js";
import { page } from "../shared/page.js";
import { keepJson, keptJson } from "../shared/storage.js";

const DRAFT = `of-draft-${page.session.code}`;
const FIELDS = ["text", "language", "group", "region", "to", "name", "reword"];
const SHAPES = "government igo civil_society private_sector academia technical media other undisclosed".split(" ");

/** `onAsk(act, body)` when a sound question is sent; `onWrite(body)` with the draft as it stands. Gives {write(body, number?), refuse(answer), isEmpty(), follow(settings)}. */
export function askForm(form, onAsk, onWrite = () => {}) {
  const { elements } = form;
  const text = elements.text;
  const count = form.querySelector("#count");
  const limit = Number(count.dataset.limit);
  const stop = form.querySelector("[data-reword-stop]");
  const drafted = FIELDS.filter((name) => elements[name]);
  let sentAt = -Infinity;
  stop.hidden = false;

  function look() {
    const length = graphemes(text.value.trim());
    count.textContent = length
      ? _("%(length)s of %(limit)s", { length, limit })
      : _("at most %(limit)s characters", { limit });
    count.toggleAttribute("data-over", length > limit);
    const group = elements.group.value;
    const mark = form.querySelector("[data-group-mark] svg");
    mark.setAttribute("class", `mark mark-${group}`);
    mark.firstElementChild.setAttribute("href", `#mark-${SHAPES.includes(group) ? group : "custom"}`);
    form.querySelector("[data-reword-hint]").hidden = !elements.reword.value;
    onWrite(body());
  }
  function keep() {
    const draft = Object.fromEntries(drafted.map((name) => [name, elements[name].value]));
    if (elements.show_name?.checked) draft.show_name = true;
    if (elements.no_machine?.checked) draft.machine = false;
    keepJson(DRAFT, text.value.trim() || draft.reword ? draft : null);
  }
  function put(values) {
    for (const name of drafted) {
      if (values[name] == null) continue;
      const before = elements[name].value;
      elements[name].value = values[name];
      if (elements[name].value !== String(values[name])) elements[name].value = before; // an option that the session has no more
    }
    if (elements.show_name && values.show_name != null) elements.show_name.checked = values.show_name;
    if (elements.no_machine && values.machine === false) elements.no_machine.checked = true;
    if (values.to || values.name) form.querySelector("[data-more]")?.setAttribute("open", "");
    look();
    keep();
  }

  function error(field, message) {
    const name = form.querySelector(`#${field}-error`) ? field : "text";
    form.querySelector(`#${name}-error`).textContent = message;
    if (!message) return elements[name]?.removeAttribute("aria-invalid");
    form
      .querySelector("[data-more]")
      ?.toggleAttribute("open", ["to", "name"].includes(name) || form.querySelector("[data-more]").open);
    elements[name].setAttribute("aria-invalid", "true");
    elements[name].focus();
  }
  function clearErrors() {
    for (const name of ["text", "language", "group", "region", "to", "name"])
      if (form.querySelector(`#${name}-error`)?.textContent) error(name, "");
  }

  function body() {
    const asked = { text: text.value, hint: page.lang, group: elements.group.value };
    for (const name of ["language", "region", "to", "name"]) {
      const value = elements[name]?.value.trim();
      if (value && !elements[name].closest("[hidden]")) asked[name] = value;
    }
    if (asked.name && elements.show_name.checked) asked.show_name = true;
    // It stays ticked for the next question: what is sent out by mistake cannot be called back.
    if (elements.no_machine?.checked) asked.machine = false;
    return asked;
  }

  form.addEventListener("input", () => {
    clearErrors();
    look();
    keep();
  });
  form.addEventListener("change", () => {
    look();
    keep();
  });
  stop.addEventListener("click", () => {
    elements.reword.value = "";
    look();
    keep();
    text.focus();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearErrors();
    const length = graphemes(text.value.trim());
    // A double tap sends once: the field is empty by the second, and that is no mistake to speak of.
    if (!length && event.timeStamp - sentAt < 1000) return;
    if (!length) return error("text", _("Please write your question first."));
    if (length > limit)
      return error("text", _("This text is too long: %(length)s of at most %(limit)s characters.", { length, limit }));
    sentAt = event.timeStamp;
    const asked = body();
    const number = Number(elements.reword.value);
    text.value = "";
    elements.reword.value = "";
    // Only the group goes on to the next question: nobody gives a name, or a panellist, twice without meaning to.
    for (const name of ["language", "to", "name"]) if (elements[name]) elements[name].value = "";
    if (elements.show_name) elements.show_name.checked = false;
    form.querySelector("[data-more]")?.removeAttribute("open");
    look();
    keep();
    onAsk(number ? "reword" : "ask", number ? { ...asked, number } : asked);
  });

  const draft = keptJson(DRAFT, null);
  if (draft && !text.value) put(draft);
  else look();

  return {
    isEmpty: () => !text.value.trim(),
    /** Forgets what was written, and stands ready for another. */
    clear() {
      put({ text: "", reword: "" });
      text.focus();
    },
    focus: () => text.focus(),
    /** Puts a question back to be written again; `number` of the declined one that it rewords. */
    write(asked, number = "") {
      put({ ...asked, language: asked.language ?? "", reword: String(number || "") });
      text.focus();
    },
    refuse: (answer) => error(answer.field ?? "text", answer.message),
    /** Shows what the session's phase and the Rule allow; the notice only before the first question. */
    follow({ phase, chatham_house_rule }, asked) {
      form.querySelector("[data-notice]")?.toggleAttribute("hidden", asked);
      form.hidden = phase === "closed";
      form.querySelector(".send").disabled = phase === "paused";
      form.querySelector("#paused-hint").hidden = phase !== "paused";
      for (const part of document.querySelectorAll("[data-with-rule]")) part.hidden = !chatham_house_rule;
      for (const part of document.querySelectorAll("[data-without-rule]")) part.hidden = chatham_house_rule;
      if (chatham_house_rule && elements.name) {
        elements.name.value = "";
        elements.show_name.checked = false;
      }
    },
  };
}
