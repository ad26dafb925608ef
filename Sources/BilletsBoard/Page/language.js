/**
 * Which language the board speaks, and its sentences.
 * @module
 */
import { isolated } from "./bidi.js";
import { english } from "./english.js";
import { french } from "./french.js";
import { canonicalTags, languageOf } from "./locales.js";
import { preferences } from "./preferences.js";

const DICTIONARIES = { en: english, fr: french };

/** The languages there are, as they call themselves. */
export const LANGUAGES = { en: "English", fr: "Français" };

/** The language to speak, for what is preferred and what the browser asks for. */
export function chooseLanguage(preferred, asked) {
  if (Object.hasOwn(DICTIONARIES, preferred ?? "")) return preferred;
  return canonicalTags(asked).map(languageOf).find((each) => Object.hasOwn(DICTIONARIES, each)) ?? "en";
}

/** How dates and numbers are written in `language`: as the browser's own region writes it, if it names one. */
export const chooseLocale = (language, asked) =>
  canonicalTags(asked).find((tag) => languageOf(tag) === language) ?? language;

const asked = [...(navigator.languages ?? []), navigator.language];

/** The language of this page. */
export const language = chooseLanguage(preferences().language, asked);

/** The locale of this page's dates and numbers. */
export const locale = chooseLocale(language, asked);

document.documentElement.lang = language;
const plural = new Intl.PluralRules(locale);
const numbers = new Intl.NumberFormat(locale);

/**
 * The sentence of a name, with its `{places}` filled in. One that depends on a number is an object with the number's
 * plural forms, chosen by `values.count`. Texts among the values are isolated: they never reorder the sentence.
 */
export function say(name, values = {}) {
  let sentence = DICTIONARIES[language][name] ?? english[name] ?? name;
  if (typeof sentence === "object") sentence = sentence[plural.select(values.count)] ?? sentence.other;
  return sentence.replace(/\{(\w+)\}/g, (place, key) => {
    const value = values[key];
    return typeof value === "number" ? numbers.format(value) : isolated(value ?? place);
  });
}
