/** The size of the questions' text, by two buttons and two keys; kept on this machine. */

const SIZES = [0.85, 1, 1.2, 1.4, 1.7, 2, 2.4];
const KEY = "of-booth-size";

function kept() {
  try {
    const step = Number(localStorage.getItem(KEY) ?? 1);
    return Number.isInteger(step) && step in SIZES ? step : 1;
  } catch {
    return 1; // a browser that keeps nothing
  }
}

/** Applies the kept size and lets the buttons change it by a step. Gives the function that does the same: (1 or −1). */
export function textSize(smaller, larger) {
  let step = kept();
  const apply = () => {
    document.documentElement.style.setProperty("--text-scale", SIZES[step]);
    smaller.setAttribute("aria-disabled", String(step === 0));
    larger.setAttribute("aria-disabled", String(step === SIZES.length - 1));
  };
  const by = (difference) => {
    step = Math.min(SIZES.length - 1, Math.max(0, step + difference));
    try {
      localStorage.setItem(KEY, String(step));
    } catch {
      /* it holds until the page is left */
    }
    apply();
  };
  smaller.addEventListener("click", () => by(-1));
  larger.addEventListener("click", () => by(1));
  apply();
  return by;
}
