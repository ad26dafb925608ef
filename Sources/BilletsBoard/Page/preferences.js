/**
 * What somebody likes to see, kept in this browser.
 * @module
 */
import { storage } from "./browser.js";

const KEY = "les-billets.preferences";

/** What is chosen unless somebody chose otherwise; null stands for what the system says. */
const DEFAULTS = { theme: null, language: null, view: "table", singleKeys: true };

/** The values that each can have. */
const ALLOWED = {
  theme: [null, "light", "dark"], language: [null, "en", "fr"], view: ["table", "columns"], singleKeys: [true, false],
};

/** The preferences in a stored text; a value that is damaged, or of another version, is the default. */
export function readPreferences(text) {
  let stored = null;
  try {
    stored = JSON.parse(text);
  } catch {
    // Another program wrote it, or half of it.
  }
  return Object.fromEntries(Object.entries(DEFAULTS).map(([name, usual]) => {
    const value = stored?.[name];
    return [name, ALLOWED[name].includes(value) ? value : usual];
  }));
}

/** All preferences as they are now. */
export function preferences() {
  try {
    return readPreferences(storage().getItem(KEY));
  } catch {
    // Storage is forbidden.
    return { ...DEFAULTS };
  }
}

/** Keeps `changes`; a browser that keeps nothing forgets them with the page. */
export function prefer(changes) {
  try {
    storage().setItem(KEY, JSON.stringify({ ...preferences(), ...changes }));
  } catch {
    // Storage is full or forbidden.
  }
  if ("theme" in changes) {
    if (changes.theme) document.documentElement.dataset.theme = changes.theme;
    else delete document.documentElement.dataset.theme;
  }
}
