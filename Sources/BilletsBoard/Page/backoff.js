/**
 * When to try again: exponential backoff with full jitter, so that many browsers whose gateway died do not come back
 * at one moment.
 * @module
 */

/** The longest that a first attempt waits, in milliseconds. */
export const BASE_MS = 500;

/** The longest that any attempt waits, in milliseconds. */
export const CAP_MS = 15_000;

/** How long to wait before attempt number `attempt`, from 0; `random` is from 0 up to 1. */
export function backoffDelay(attempt, random) {
  const ceiling = Math.min(CAP_MS, BASE_MS * 2 ** Math.min(attempt, 20));
  return Math.round(random * ceiling);
}
