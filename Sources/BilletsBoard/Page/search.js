/**
 * The comparison of texts with what is searched for: the same as the server's `q`, case by case in
 * `Tests/Board/search-cases.json`. It knows no DOM.
 * @module
 */

/** The number of terms of a query that count. */
export const TERMS_MAXIMUM = 16;

/** The blocks of combining diacritical marks; the vowels and tones of Thai, Indic scripts and Japanese are in none. */
const DIACRITICS = /[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]/gu;

/** Characters that show nothing, such as joiners, soft hyphens and variation selectors. */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;

const ASCII = /^[\0-\x7f]*$/;

/** A text without differences of case, diacritics and compatibility forms. */
export function fold(text) {
  if (ASCII.test(text)) return text.toLowerCase();
  return text.normalize("NFKD").replace(DIACRITICS, "")
    // Full case folding: ẞ becomes ß, then SS, then ss.
    .toLowerCase().toUpperCase().toLowerCase().replaceAll("ς", "σ")
    .replace(INVISIBLE, "").normalize("NFKC");
}

/** A query as tickets are compared with it: the `number` of the one ticket it names, or its `terms`. */
export function readSearch(query) {
  const terms = fold(query).split(/[\s\u0085]+/u).filter(Boolean).slice(0, TERMS_MAXIMUM);
  const number = terms.length === 1 ? /^#0*([1-9][0-9]*)$/.exec(terms[0])?.[1] : undefined;
  return number === undefined ? { number: null, terms } : { number: Number(number), terms: [] };
}

// Copies of a ticket keep the property, so that a lock or an unlock folds no text again.
const FOLDED = Symbol("folded");

/** The searched text of a ticket. Line ends separate title and description, and no term holds one. */
const foldedText = (ticket) => (ticket[FOLDED] ??= `${fold(ticket.title)}\n${fold(ticket.description)}`);

/** Whether a ticket matches a search: every term is a part of the title or of the description, or is its number. */
export function matchesSearch(ticket, { number, terms }) {
  if (number !== null) return ticket.number === number;
  return terms.every((term) => foldedText(ticket).includes(term) || term === String(ticket.number));
}
