/**
 * Language tags from outside: browsers, systems and storage hold some that `Intl` throws at.
 * @module
 */

/** The tag in its canonical form (BCP 47); null if it is none. POSIX names such as "fr_FR.UTF-8" are understood. */
export function canonicalTag(tag) {
  if (typeof tag !== "string") return null;
  try {
    return Intl.getCanonicalLocales(tag.replace(/[@.].*$/, "").replaceAll("_", "-"))[0];
  } catch {
    return null;
  }
}

/** The valid tags among those that a browser asks for, in its order. */
export const canonicalTags = (tags) => tags.map(canonicalTag).filter((tag) => tag !== null);

/** The language of a canonical tag: "fr" of "fr-CA". */
export const languageOf = (tag) => tag.split("-", 1)[0];
