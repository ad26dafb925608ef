/**
 * Commands that are made of drafts: each keeps its request id beside its draft until it is answered, so that it is
 * carried out once, whatever reloads or crashes in between. It knows no document and no network.
 * @module
 */

const isSame = (a, b) => JSON.stringify(a) === JSON.stringify(b);

/** The commands of one user's drafts. */
export class Intents {
  #drafts;
  #submit;
  #makeID;

  /** `submit(command, onWait)` answers Accepted, or throws a `CommandRejected`; `makeID()` makes a UUID. */
  constructor(drafts, submit, makeID) {
    this.#drafts = drafts;
    this.#submit = submit;
    this.#makeID = makeID;
  }

  /**
   * Sends the command of a draft. `earlier` is a command of the draft whose answer was lost: it is sent again first,
   * for a request id stands for one command alone, and what becomes of `command` depends on what became of it. Without a
   * `command` (null) only `earlier` is sent.
   *
   * Answers `{accepted, sent}`; `sent` is the command that was accepted. If that is `earlier`, and it is another one
   * than `command`, then `command` has not been sent: it was made without knowing that `earlier` was carried out.
   */
  async send(key, command, { earlier = null, onWait } = {}) {
    const sent = earlier ?? { ...command, requestId: this.#makeID() };
    this.#drafts.markSent(key, sent);
    try {
      return { accepted: await this.#submit(sent, onWait), sent };
    } catch (problem) {
      if (!problem.isFinal) throw problem;
      this.#drafts.markAnswered(key, sent.requestId);
      if (earlier === null || command === null || isRepetition(earlier, command)) throw problem;
      // It changed nothing, so that the command of now is a new intent.
      return this.send(key, command, { onWait });
    }
  }
}

/** Whether `sent` is `command` as it was sent. */
export const isRepetition = ({ requestId: _, ...sent }, command) => isSame(sent, command);
