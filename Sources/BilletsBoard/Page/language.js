/**
 * Which language the board speaks, and its sentences.
 * @module
 */
import { english } from "./english.js";
import { french } from "./french.js";
import { preferences } from "./preferences.js";

const DICTIONARIES = { en: english, fr: french };

/** The languages there are, as they call themselves. */
export const LANGUAGES = { en: "English", fr: "Français" };

/** The language to speak, for what is preferred and what the browser asks for. */
export function chooseLanguage(preferred, asked) {
  if (preferred in DICTIONARIES) return preferred;
  const first = asked.map((tag) => tag.slice(0, 2).toLowerCase()).find((tag) => tag in DICTIONARIES);
  return first ?? "en";
}

/** The language of this page. */
export const language = chooseLanguage(preferences().language, navigator.languages ?? [navigator.language]);

/** How dates and numbers are written: in this language, as the browser's own region writes it. */
export const locale =
  (navigator.languages ?? []).find((tag) => tag.toLowerCase().startsWith(language)) ?? language;

document.documentElement.lang = language;
const plural = new Intl.PluralRules(locale);
const numbers = new Intl.NumberFormat(locale);

/**
 * The sentence of a name, with its `{places}` filled in. One that depends on a number is an object with the number's
 * plural forms, chosen by `values.count`.
 */
export function say(name, values = {}) {
  let sentence = DICTIONARIES[language][name] ?? english[name] ?? name;
  if (typeof sentence === "object") sentence = sentence[plural.select(values.count)] ?? sentence.other;
  return sentence.replace(/\{(\w+)\}/g, (place, key) => {
    const value = values[key];
    return typeof value === "number" ? numbers.format(value) : (value ?? place);
  });
}
