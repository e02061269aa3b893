/** Every seat with its link: copy, renew, revoke; and the attendees' link with its QR code. */

import { html, nothing } from "lit/html.js";
import { repeat } from "lit/directives/repeat.js";
import { _ } from "../shared/i18n.js";
import { page } from "../shared/page-data.js";
import { copy } from "./copy.js";
import { twoStep } from "./two-step.js";
import { ui } from "./ui.js";

/** @import {Links, OrganiserState, SeatState} from "../shared/contracts.d.ts" */

/**
 * Return the seat in words.
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
  const name = /** @type {Exclude<keyof Links, "panellists">} */ (seat.replace(".", "_"));
  return links[name] ?? null;
}

/**
 * Return the link with a query. The query is inserted before the fragment, which contains the secret.
 * @param {string} link
 * @param {string} query
 */
const withQuery = (link, query) => link.replace("#", `?${query}#`);

/**
 * @param {string} id unique on the page
 * @param {string} link
 * @param {string} label
 * @param {string} seat in words
 */
function copyButton(id, link, label, seat) {
  const select = (/** @type {Event & {currentTarget: HTMLInputElement}} */ event) => event.currentTarget.select();
  return html`<button type="button" class="button" data-copy=${id} @click=${() => copy(id, link, seat)}>${label}<span class="visually-hidden"> ${seat}</span></button>
    ${ui.revealed === id ? html`<input class="field revealed" readonly aria-label=${label} .value=${link} @focus=${select} />` : nothing}`;
}

/**
 * Return the buttons that copy the other two links of the stage: the stage in dark colours, and the stage as a list.
 * @param {string} link
 * @param {string} seat in words
 */
function stageButtons(link, seat) {
  return html`${copyButton("stage-dark", withQuery(link, "theme=dark"), _("Copy link, dark"), seat)}
    ${copyButton("stage-list", withQuery(link, "view=queue"), _("Copy link, as a list"), seat)}`;
}

/**
 * @param {SeatState} state
 * @param {string} label the seat in words
 */
function renewButton({ seat, revoked }, label) {
  return twoStep({
    name: `renew:${seat}`,
    act: "renew",
    body: { seat },
    label: html`${_("New link")}<span class="visually-hidden"> ${label}</span>`,
    confirm: _("Make a new link"),
    kind: revoked ? "" : "text",
    consequence: revoked
      ? _("This seat can be entered again, with the new link only.")
      : _("The old link and every page opened with it stop at once."),
    done: _("There is a new link: %(seat)s", { seat: label }),
  });
}

/**
 * @param {SeatState} state
 * @param {string} label the seat in words
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
    <div class="acts">
      ${link ? copyButton(seat, link, _("Copy link"), label) : nothing}
      ${link && seat === "stage" ? stageButtons(link, label) : nothing}
      ${renewButton(state, label)}
      ${isRevocable ? revokeButton(state, label) : nothing}
    </div>
  </li>`;
}

/** @param {OrganiserState} state */
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
