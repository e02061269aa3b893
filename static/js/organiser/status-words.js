/** The words of the statuses beside the numbers of questions. */

import { pgettext } from "../shared/context.js";
import { _ } from "../shared/i18n.js";

/** @import {StatusName} from "../shared/contracts.d.ts" */

/** @type {[StatusName, () => string][]} */
export const STATUSES = [
  ["pending", () => _("Incoming")],
  ["approved", () => pgettext("many", "Approved")],
  ["next", () => _("Next")],
  ["live", () => _("Now")],
  ["answered", () => pgettext("many", "Answered")],
  ["merged", () => pgettext("many", "Merged")],
  ["declined", () => pgettext("many", "Declined")],
  ["withdrawn", () => pgettext("many", "Withdrawn")],
];
