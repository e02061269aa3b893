/** Keeps the projecting machine's screen on, where the browser offers it (HTTPS or localhost only). */

/** Asks for the lock now and again whenever the page comes back into view; a refusal changes nothing. */
export function stayAwake() {
  const ask = () => {
    if (document.visibilityState === "visible") navigator.wakeLock?.request("screen").catch(() => {});
  };
  document.addEventListener("visibilitychange", ask);
  ask();
}
