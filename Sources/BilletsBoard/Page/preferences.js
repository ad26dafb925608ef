/**
 * What somebody likes to see, kept in this browser.
 * @module
 */
const KEY = "les-billets.preferences";

/** What is chosen unless somebody chose otherwise; null stands for what the system says. */
const DEFAULTS = { theme: null, language: null, view: "table", singleKeys: true };

/** All preferences as they are now. */
export function preferences() {
  try {
    return { ...DEFAULTS, ...JSON.parse(localStorage.getItem(KEY) ?? "{}") };
  } catch {
    return { ...DEFAULTS };
  }
}

/** Keeps `changes`; a browser that keeps nothing forgets them with the page. */
export function prefer(changes) {
  try {
    localStorage.setItem(KEY, JSON.stringify({ ...preferences(), ...changes }));
  } catch {
    // Storage is full or forbidden.
  }
  if ("theme" in changes) {
    if (changes.theme) document.documentElement.dataset.theme = changes.theme;
    else delete document.documentElement.dataset.theme;
  }
}
