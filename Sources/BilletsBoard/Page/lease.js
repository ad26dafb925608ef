/**
 * Locks, as the board sees them: whose, for how long, and when to renew. It knows no DOM and no network.
 * @module
 */

/** A lock is renewed when this share of its life has passed. */
export const RENEWAL_SHARE = 1 / 3;

/** How long an editor that nobody touches keeps its lock, in milliseconds; the text stays. */
export const IDLE_MAXIMUM_MS = 15 * 60_000;

/** Who holds the lock of `ticket`, seen by the user `me`: "free", "mine" or "other". */
export function holderOf(ticket, me) {
  if (!ticket?.lock) return "free";
  return ticket.lock.by.id === me ? "mine" : "other";
}

/** How long a lock still lasts, in milliseconds. */
export function remainingOf(lock, now) {
  return Math.max(0, Date.parse(lock.expiresAt) - now);
}

/** In how many milliseconds to renew a lock that lasts `lockSeconds`. */
export function renewalDelay(lockSeconds) {
  return lockSeconds * 1000 * RENEWAL_SHARE;
}
