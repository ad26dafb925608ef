/**
 * What browsers give only to some pages: every use of such a feature stands here, behind a check.
 *
 * A page that came over plain http from another machine has no secure context, and a browser can forbid storage.
 * `Tests/Board/test_insecure.py` finds uses outside this module.
 * @module
 */

/** A random UUID (version 4); `crypto.randomUUID` exists in secure contexts only. */
export function randomUUID() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** The browser's storage; null where it is forbidden. */
export function storage() {
  try {
    return localStorage;
  } catch {
    return null;
  }
}
