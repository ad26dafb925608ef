/**
 * Texts of people in texts of the board: what runs from right to left, or says that it does, must not reorder its
 * neighbours (Unicode Standard Annex 9). Elements do that with `dir="auto"`; this is for text within a sentence.
 * @module
 */

/** First strong isolate, and pop directional isolate. */
const FSI = "\u2068";
const PDI = "\u2069";

/** Letters that run from right to left, Arabic digits, and characters that control the direction. */
const DIRECTED =
  /[\u0590-\u08ff\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** Characters that end a paragraph, and with it every isolate. */
const PARAGRAPH_ENDS = /[\n\r\x1c-\x1e\x85\u2029]/gu;

/** A text of one line whose isolates all end within it: the end of an isolate around it is then its own. */
export function balanced(text) {
  if (!DIRECTED.test(text)) return text;
  let depth = 0;
  let result = "";
  for (const character of text.replace(PARAGRAPH_ENDS, " ")) {
    if (character >= "\u2066" && character <= FSI) depth += 1;
    if (character === PDI && depth === 0) continue;
    if (character === PDI) depth -= 1;
    result += character;
  }
  return result + PDI.repeat(depth);
}

/** A text as it can stand in any sentence or attribute: isolated if it could reorder what stands beside it. */
export const isolated = (text) => (DIRECTED.test(text) ? FSI + balanced(text) + PDI : text);
