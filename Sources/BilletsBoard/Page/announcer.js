/**
 * What screen readers hear: politely, and never more than one sentence in some seconds.
 * @module
 */

/** How long one sentence has to itself, in milliseconds. */
export const PAUSE_MS = 3_000;

const region = document.getElementById("announcer");
let waiting = null;
let timer = null;

function speak() {
  timer = null;
  if (waiting === null) return;
  region.textContent = waiting;
  waiting = null;
  timer = setTimeout(speak, PAUSE_MS);
}

/** Says `sentence` as soon as the last one has been heard; a later one takes its place if it must wait. */
export function announce(sentence) {
  waiting = sentence;
  if (timer === null) speak();
}
