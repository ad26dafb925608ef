/**
 * Whether the gateways serve another version of this page by now: asked whenever the connection is back, for that is
 * when they may have been replaced.
 * @module
 */
import { say } from "./language.js";
import { toast } from "./toasts.js";

/** The address of this version's files. */
const own = new URL(".", import.meta.url).pathname;

let welcomes = 0;
let isTold = false;

/** Offers to load the page anew if there is another version. */
export async function lookForNewVersion() {
  welcomes += 1;
  if (welcomes === 1 || isTold) return;
  try {
    const response = await fetch("/", { cache: "no-cache" });
    if (!response.ok || (await response.text()).includes(own) || isTold) return;
    isTold = true;
    toast(say("newVersion"), { label: say("reload"), run: () => location.reload() });
  } catch {
    // The next welcome asks again.
  }
}
