/** Every seat with its link: copy, renew, revoke; and the attendees' link with its QR code. */

import { html, nothing } from "lit/html.js";
import { repeat } from "lit/directives/repeat.js";
import { _ } from "../shared/i18n.js";
import { page } from "../shared/page.js";
import { copy } from "./copy.js";
import { twoStep } from "./two-step.js";
import { ui } from "./ui.js";

/** What kind of seat it is, in words. */
function seatLabel(seat) {
  const [kind, key] = seat.split(".");
  if (kind === "chair") return _("Chair %(letter)s", { letter: key.toUpperCase() });
  return (
    { stage: _("Stage"), booth: _("Booth"), panel: _("Panellist"), organiser: _("Organiser, this page") }[kind] ?? seat
  );
}

/** The seat's link in the form of the links file, or null when it is revoked. */
function linkOf(links, seat) {
  const [kind, key] = seat.split(".");
  return (kind === "panel" ? links.panellists?.[key] : links[seat.replace(".", "_")]) ?? null;
}

/** The same link with a choice of the page's own before the secret. */
const having = (link, query) => link.replace("#", `?${query}#`);

function copyButton(id, link, label, who) {
  return html`<button type="button" class="button" data-copy=${id} @click=${() => copy(id, link, who)}>${label}<span class="visually-hidden"> ${who}</span></button>
    ${ui.revealed?.id === id ? html`<input class="field revealed" readonly aria-label=${label} .value=${link} @focus=${(event) => event.target.select()} />` : nothing}`;
}

function seatRow({ seat, name, revoked }, links) {
  const link = linkOf(links, seat);
  const label = seatLabel(seat);
  const who = name ? `${label}, ${name}` : label;
  const isMine = seat === page.seat;
  return html`<li class="seat-row" data-seat=${seat} ?data-revoked=${revoked}>
    <p class="seat-name"><strong><bdi>${label}</bdi></strong>${name ? html` <span dir="auto">${name}</span>` : nothing}${revoked ? html` <span class="revoked">${_("revoked: nobody can enter")}</span>` : nothing}</p>
    <div class="acts">
      ${link ? copyButton(seat, link, _("Copy link"), who) : nothing}
      ${
        link && seat === "stage"
          ? html`${copyButton("stage-dark", having(link, "theme=dark"), _("Copy link, dark"), who)}
        ${copyButton("stage-list", having(link, "view=queue"), _("Copy link, as a list"), who)}`
          : nothing
      }
      ${twoStep({
        name: `renew:${seat}`,
        what: "renew",
        body: { seat },
        label: html`${_("New link")}<span class="visually-hidden"> ${who}</span>`,
        confirm: _("Make a new link"),
        kind: revoked ? "" : "text",
        consequence: revoked
          ? _("This seat can be entered again, with the new link only.")
          : _("The old link and every page opened with it stop at once."),
        done: _("There is a new link: %(seat)s", { seat: who }),
      })}
      ${
        revoked || isMine
          ? nothing
          : twoStep({
              name: `revoke:${seat}`,
              what: "revoke",
              body: { seat },
              label: html`${_("Revoke")}<span class="visually-hidden"> ${who}</span>`,
              confirm: _("Revoke now"),
              kind: "quiet",
              consequence: _("The link and every page opened with it stop at once. A new link brings the seat back."),
              done: _("Revoked: %(seat)s", { seat: who }),
            })
      }
    </div>
  </li>`;
}

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
        (seat) => seatRow(seat, links),
      )}</ul>
    </section>`;
}
