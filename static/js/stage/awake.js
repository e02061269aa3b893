/**
 * The wake lock, which keeps the screen of the projecting machine on. Browsers offer it only on https and localhost.
 */

/** Request the wake lock now, and whenever the page becomes visible. Ignore a refusal. */
export function stayAwake() {
  const request = () => {
    if (document.visibilityState === "visible") navigator.wakeLock?.request("screen").catch(() => {});
  };
  document.addEventListener("visibilitychange", request);
  request();
}
