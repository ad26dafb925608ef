/**
 * The server's time, as far as its answers tell: a lock ends by the server's clock, not by this machine's.
 * @module
 */

/** From which difference on this machine's clock is taken for wrong, in milliseconds: `Date` has whole seconds. */
const TOLERANCE_MS = 2_000;

let offset = 0;

/** Takes in the `Date` of an answer. */
export function hearDate(text) {
  const time = Date.parse(text ?? "");
  if (Number.isNaN(time)) return;
  const difference = time + 500 - Date.now();
  offset = Math.abs(difference) > TOLERANCE_MS ? difference : 0;
}

/** What time it is at the server, in milliseconds since 1970. */
export const serverNow = () => Date.now() + offset;
