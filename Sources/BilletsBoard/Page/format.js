/**
 * Dates, ages, numbers and names, as the language of the page writes them.
 * @module
 */
import { locale } from "./language.js";

const numbers = new Intl.NumberFormat(locale);
const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto", style: "short" });
const moments = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });
const days = new Intl.DateTimeFormat(locale, { dateStyle: "medium" });
const clock = new Intl.DateTimeFormat(locale, { timeStyle: "short" });

/** The lengths of the units in which ages are told, the longest first. */
const UNITS = [
  ["year", 31_557_600_000], ["month", 2_629_800_000], ["week", 604_800_000], ["day", 86_400_000],
  ["hour", 3_600_000], ["minute", 60_000],
];
const narrow = new Map(
  UNITS.map(([unit]) => [
    unit,
    new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "narrow", maximumFractionDigits: 0 }),
  ]),
);

/** A whole number. */
export const formatNumber = (number) => numbers.format(number);

/** A moment in full. */
export const formatMoment = (time) => moments.format(new Date(time));

/** A day. */
export const formatDay = (time) => days.format(new Date(time));

/** The time of a day. */
export const formatClock = (time) => clock.format(new Date(time));

/** The largest unit of a length of time, and how many of them it holds; null for less than a minute. */
export function largestUnit(milliseconds) {
  for (const [unit, length] of UNITS) {
    if (milliseconds >= length) return { unit, count: Math.floor(milliseconds / length) };
  }
  return null;
}

/** How long ago `time` was, in a word or two: "3h". */
export function formatAge(time, now) {
  const age = largestUnit(Math.max(0, now - Date.parse(time)));
  return narrow.get(age?.unit ?? "minute").format(age?.count ?? 0);
}

/** How long ago `time` was, to be read: "3 hr. ago". */
export function formatAgo(time, now) {
  const age = largestUnit(Math.max(0, now - Date.parse(time)));
  return age ? relative.format(-age.count, age.unit) : relative.format(0, "second");
}

/** What is left of a length of time, as clocks write it: "1:43". */
export function formatRemaining(milliseconds) {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** The letters that stand for a name: of its first and its last word. Characters that show nothing are none. */
export function initials(name) {
  const words = name.replace(/\p{C}/gu, "").trim().split(/\s+/);
  const letters = [words[0], words.length > 1 ? words.at(-1) : ""].map((word) => [...word][0] ?? "");
  return letters.join("").toLocaleUpperCase(locale);
}
