/**
 * The seats, each with its link and the buttons that copy, renew or revoke the link. The attendees' link has a QR code.
 */

import { html, nothing } from "lit/html.js";
import { live } from "lit/directives/live.js";
import { repeat } from "lit/directives/repeat.js";
import { _, formatNumber, ngettext } from "../shared/i18n.js";
import { page } from "../shared/page-data.js";
import { copyButton } from "./copy-button.js";
import { stageButtons } from "./stage-links.js";
import { timeOf } from "./times.js";
import { twoStep } from "./two-step.js";
import { change, ui } from "./ui.js";

/** @import {Links, OrganiserState, SeatState} from "../shared/contracts.d.ts" */

/**
 * Return the seat's name for the page, such as "Chair A".
 * @param {string} seat
 */
function seatLabel(seat) {
  const [kind, key] = seat.split(".");
  if (kind === "chair") return _("Chair %(letter)s", { letter: key.toUpperCase() });
  /** @type {Record<string, string>} */
  const labels = {
    stage: _("Stage"),
    booth: _("Booth"),
    panel: _("Panellist"),
    organiser: _("Organiser, this page"),
  };
  return labels[kind] ?? seat;
}

/**
 * Return the seat's link, or null if the seat is revoked.
 * @param {Links} links
 * @param {string} seat
 */
function linkOf(links, seat) {
  const [kind, key] = seat.split(".");
  if (kind === "panel") return links.panellists?.[key] ?? null;
  if (kind === "booth" && key) return links.booths?.[key] ?? null;
  const name = /** @type {Exclude<keyof Links, "panellists" | "booths">} */ (seat.replace(".", "_"));
  return links[name] ?? null;
}

/** @param {Event & {currentTarget: HTMLInputElement}} event */
const onName = (event) => change({ newName: event.currentTarget.value });

/**
 * Return the field for the name of the person who takes the seat over.
 * @param {string} seat
 * @param {string} consequence the sentence above the field
 */
function replacement(seat, consequence) {
  const id = `name-${seat.replace(".", "-")}`;
  return html`${consequence}
    <label class="replacement" for=${id}>${_("If another person takes this seat, their name:")}
      <input id=${id} class="field" dir="auto" autocomplete="off" maxlength="80" .value=${live(ui.newName)} @input=${onName} /></label>`;
}

/**
 * Return the two-step button that renews the seat's link.
 * @param {SeatState} state
 * @param {string} label the result of `seatLabel`
 */
function renewButton({ seat, revoked, name }, label) {
  const consequence = revoked
    ? _("This seat can be entered again, with the new link only.")
    : _("The old link and every page opened with it stop at once.");
  const newName = ui.newName.trim();
  const isPerson = name !== null && !seat.startsWith("booth.");
  return twoStep({
    name: `renew:${seat}`,
    act: "renew",
    body: isPerson && newName ? { seat, name: newName } : { seat },
    label: html`${_("New link")}<span class="visually-hidden"> ${label}</span>`,
    confirm: _("Make a new link"),
    kind: revoked ? "" : "text",
    consequence: isPerson ? replacement(seat, consequence) : consequence,
    done: _("There is a new link: %(seat)s", { seat: label }),
  });
}

/**
 * Return the two-step button that revokes the seat's link.
 * @param {SeatState} state
 * @param {string} label the result of `seatLabel`
 */
function revokeButton({ seat }, label) {
  return twoStep({
    name: `revoke:${seat}`,
    act: "revoke",
    body: { seat },
    label: html`${_("Revoke")}<span class="visually-hidden"> ${label}</span>`,
    confirm: _("Revoke now"),
    kind: "quiet",
    consequence: _("The link and every page opened with it stop at once. A new link brings the seat back."),
    done: _("Revoked: %(seat)s", { seat: label }),
  });
}

/**
 * Return a sentence that says when, and in how many browsers, the seat's current link was opened.
 * @param {SeatState} state
 */
function openings({ first_opened: first, last_opened: last, browsers }) {
  if (!first || !last) return _("Not opened yet");
  const count = ngettext("%(n)s browser", "%(n)s browsers", browsers, { n: formatNumber(browsers) });
  const words = [_("Opened %(time)s", { time: timeOf(first) })];
  if (timeOf(last) !== timeOf(first)) words.push(_("last %(time)s", { time: timeOf(last) }));
  return [...words, count].join(" · ");
}

/**
 * Return the row of a seat, with its link and its buttons.
 * @param {SeatState} state
 * @param {Links} links
 */
function seatRow(state, links) {
  const { seat, name, revoked } = state;
  const link = linkOf(links, seat);
  const kind = seatLabel(seat);
  const label = name ? `${kind}, ${name}` : kind;
  const isRevocable = !revoked && seat !== page.seat;
  return html`<li class="seat-row" data-seat=${seat} ?data-revoked=${revoked}>
    <p class="seat-name"><strong><bdi>${kind}</bdi></strong>${name ? html` <span dir="auto">${name}</span>` : nothing}${revoked ? html` <span class="revoked">${_("revoked: nobody can enter")}</span>` : nothing}</p>
    ${revoked ? nothing : html`<p class="hint" data-openings>${openings(state)}</p>`}
    <div class="acts">
      ${link ? copyButton(seat, link, _("Copy link"), label) : nothing}
      ${link && seat === "stage" ? stageButtons(link, label) : nothing}
      ${renewButton(state, label)}
      ${isRevocable ? revokeButton(state, label) : nothing}
    </div>
  </li>`;
}

/**
 * Return the sections with the attendees' link and with the links of the seats.
 * @param {OrganiserState} state
 */
export function seatSections({ seats, links }) {
  return html`<section class="part" aria-labelledby="join-heading">
      <h2 id="join-heading">${_("For everyone")}</h2>
      <div class="join">
        <img class="qr" src=${`/s/${page.session.code}/qr.svg`} alt=${_("QR code of the link for everyone")} width="176" height="176" />
        <div>
          <p class="code">${page.session.code}</p>
          <p class="address">${page.session.join_url}</p>
          <div class="acts">${copyButton("attendee", page.session.join_url, _("Copy link"), _("For everyone"))}</div>
        </div>
      </div>
    </section>
    <section class="part" aria-labelledby="seats-heading">
      <h2 id="seats-heading">${_("Seats")}</h2>
      <p class="hint">${_("Each link is a key. Give it only to the person of that seat.")}</p>
      <ul>${repeat(
        seats.filter(({ seat }) => seat !== "attendee"),
        ({ seat }) => seat,
        (state) => seatRow(state, links),
      )}</ul>
    </section>`;
}
