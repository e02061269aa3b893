/** Keeps the screen of the projecting machine on. The browser offers this only on https and localhost. */

/** Request the wake lock now, and whenever the page becomes visible. Ignore a refusal. */
export function stayAwake() {
  const request = () => {
    if (document.visibilityState === "visible") navigator.wakeLock?.request("screen").catch(() => {});
  };
  document.addEventListener("visibilitychange", request);
  request();
}
