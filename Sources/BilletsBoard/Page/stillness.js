/**
 * When a list may put its rows into another order: not while somebody is about to click, scroll or type in it.
 * It knows no DOM and no clock.
 * @module
 */

/** How long after the last movement in a list its rows stay where they are, in milliseconds. */
export const STILL_AFTER_MS = 4_000;

/** What is known of the movements in a list. */
export class Stillness {
  #movedAt = -Infinity;

  /** Somebody moved in the list. */
  move(now) {
    this.#movedAt = now;
  }

  /** They left it. */
  leave() {
    this.#movedAt = -Infinity;
  }

  /** In how many milliseconds rows may move; 0 for now. */
  waitFrom(now) {
    return Math.max(0, this.#movedAt + STILL_AFTER_MS - now);
  }
}
