/* Browser notifications about the attendee's turn. Notifications are off until the attendee switches them on. */

import { html, nothing } from "lit/html.js";
import { _ } from "../shared/i18n.js";

/**
 * Return three functions. `notify` shows a notification. `view` returns the template of the switch for notifications.
 * `toggle` turns notifications on or off.
 * @param {object} options
 * @param {boolean} options.isWanted the stored choice: whether notifications are on
 * @param {(isWanted: boolean) => void} options.save
 * @param {string} options.tag a later notification with the same tag replaces the earlier one
 * @param {() => void} options.onChange
 */
export function notifications({ isWanted, save, tag, onChange }) {
  let message = "";
  const isOffered = () => "Notification" in globalThis && isSecureContext;
  const isOn = () => isWanted && isOffered() && Notification.permission === "granted";

  /**
   * Store whether the person wants notifications.
   * @param {boolean} next
   */
  function choose(next) {
    isWanted = next;
    save(next);
    onChange();
  }
  /**
   * Show a notification and return it. Return null if pages cannot show notifications in this browser. In Chrome on
   * Android, for example, the constructor throws an error.
   * @param {string} title
   * @param {string} body
   */
  function show(title, body) {
    try {
      const notification = new Notification(title, { body, tag, lang: document.documentElement.lang });
      notification.onclick = () => {
        focus();
        notification.close();
      };
      return notification;
    } catch {
      return null;
    }
  }

  return {
    /**
     * Show a notification if notifications are on and the page is hidden. A visible page shows the bar instead.
     * @param {string} title
     * @param {string} body
     */
    notify: (title, body) => (isOn() && document.hidden ? show(title, body) : null),
    async toggle() {
      message = "";
      if (isOn()) return choose(false);
      const permission = await Notification.requestPermission();
      const isShown =
        permission === "granted" && show("Open Floor", _("You will be told here when it is your turn.")) !== null;
      if (!isShown) message = _("This browser does not show notifications from this page.");
      choose(isShown);
    },
    /**
     * Return the switch for notifications. Return `nothing` if the browser has no notifications or the page is not a
     * secure context.
     */
    view(/** @type {() => void} */ onToggle) {
      if (!isOffered()) return nothing;
      return html`<p class="notify"><button type="button" class="button" data-notify aria-pressed=${isOn() ? "true" : "false"}
        @click=${onToggle}>${_("Notify me when it is my turn")}</button>
        <span class="hint" role="status">${message}</span></p>`;
    },
  };
}
