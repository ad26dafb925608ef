/**
 * The life of an editor: a machine that decides, and does nothing itself. It knows no DOM, no clock and no network.
 *
 * A state is `{phase, …}`:
 *   reading     nobody edits here
 *   asking      the lock has been asked for; `hadText` if text waits for it, `isRetake` if that is on the screen
 *   editing     the lock is ours
 *   saving      a change is on its way
 *   lost        the text is here and the lock is not; `why` says why, `holder` who has it
 *   conflict    a save met the newer version `theirs`
 * and in all but reading `base`, the ticket that the change began with, and `fields`, what is wanted.
 *
 * `step(state, input)` answers `{state, actions}`; actions are `{do, …}`: "lock", "unlock", "save", "keepDraft",
 * "dropDraft", "tell" with the name of a sentence.
 * @module
 */
import { changedFields, editable } from "./merge.js";

/** Nobody edits. */
export const READING = Object.freeze({ phase: "reading" });

/** Whether there is text that must not be lost. */
export const holdsText = (state) =>
  ["editing", "saving", "lost", "conflict"].includes(state.phase) || Boolean(state.isRetake);

const stay = (state, ...actions) => ({ state, actions });
const act = (action, more = {}) => ({ do: action, ...more });
const pick = (fields, names) => Object.fromEntries(names.map((name) => [name, fields[name]]));

/** What follows in `state` from `input`, `{is, …}`. */
export function step(state, input) {
  return STEPS[input.is](state, input);
}

const STEPS = {
  /** Somebody wants to edit: `draft` is what they had typed before, if anything. */
  edit(state, { ticket, draft }) {
    if (state.phase !== "reading" && state.phase !== "lost") return stay(state);
    const base = state.base ?? draft?.base ?? ticket;
    const fields = state.fields ?? draft?.fields ?? editable(base);
    const hadText = Boolean(state.fields ?? draft);
    return stay({ phase: "asking", base, fields, hadText, isRetake: state.phase === "lost" }, act("lock"));
  },

  /** The lock is ours. `ticket` is as it stands now. */
  locked(state, { ticket }) {
    if (state.phase !== "asking") return stay(state);
    const untouched = !state.hadText;
    const base = untouched ? ticket : state.base;
    const fields = untouched ? editable(ticket) : state.fields;
    return stay({ phase: "editing", base, fields });
  },

  /** The lock was refused; `holder` is whose it is, null if it is for another reason. */
  refused(state, { holder, code }) {
    if (state.phase !== "asking") return stay(state);
    if (!state.hadText) return stay(READING, act("tell", { what: holder ? "lockTaken" : "lockRefused", holder, code }));
    return stay({ phase: "lost", why: holder ? "taken" : "refused", holder, base: state.base, fields: state.fields });
  },

  /** Something was typed or chosen. */
  change(state, { fields }) {
    if (!holdsText(state)) return stay(state);
    return stay({ ...state, fields: { ...state.fields, ...fields } }, act("keepDraft"));
  },

  /** The lock has ended, and not because we gave it back. */
  unlocked(state, { reason, ticket }) {
    if (state.phase !== "editing") return stay(state);
    const isTakenBack = reason !== "forced" && reason !== "idle" && ticket.version === state.base.version;
    if (isTakenBack) {
      const { base, fields } = state;
      return stay({ phase: "asking", base, fields, hadText: true, isRetake: true }, act("lock"));
    }
    return stay(
      { phase: "lost", why: reason, holder: null, base: state.base, fields: state.fields },
      act("keepDraft"),
      ...(reason === "idle" ? [act("unlock")] : []),
      act("tell", { what: `lost.${reason}` }),
    );
  },

  /** Somebody else has the lock now. */
  taken(state, { holder }) {
    if (state.phase !== "editing" && state.phase !== "lost") return stay(state);
    if (state.phase === "lost" && state.holder?.id === holder.id) return stay(state);
    return stay(
      { phase: "lost", why: "taken", holder, base: state.base, fields: state.fields },
      act("keepDraft"),
      act("tell", { what: "lost.taken", holder }),
    );
  },

  /** Nobody has the lock any more that somebody else had. */
  freed(state) {
    if (state.phase !== "lost") return stay(state);
    return stay({ ...state, why: "freed", holder: null });
  },

  /** The connection is back, and `ticket` is as it stands: the lock may still be ours. */
  resumed(state, { ticket, holder }) {
    if (state.phase === "asking") return stay(state, act("lock"));
    if (state.phase === "lost" && holder === "free") return STEPS.freed(state);
    if (state.phase !== "editing") return stay(state);
    if (holder === "other") return STEPS.taken(state, { holder: ticket.lock.by });
    return holder === "mine" ? stay(state, act("lock")) : STEPS.unlocked(state, { reason: "disconnected", ticket });
  },

  /** Save what differs. `hasEarlier` is whether a save was sent before whose answer was lost: it may differ from that. */
  save(state, { fields, hasEarlier = false }) {
    if (state.phase !== "editing" && state.phase !== "lost" && state.phase !== "conflict") return stay(state);
    const base = state.phase === "conflict" ? state.theirs : state.base;
    const wanted = { ...state.fields, ...fields };
    const changed = changedFields(editable(base), wanted);
    if (changed.length === 0 && !hasEarlier) return stay(READING, act("dropDraft"), act("unlock"), act("tell", { what: "nothingChanged" }));
    return stay(
      { phase: "saving", base, fields: wanted },
      act("keepDraft"),
      act("save", { version: base.version, change: pick(wanted, changed) }),
    );
  },

  /**
   * A change is saved: `ticket` is the ticket after it. If it is an earlier change of this draft, whose answer had been
   * lost, then what was changed since is saved now.
   */
  saved(state, { ticket, change }) {
    if (state.phase !== "saving") return stay(state);
    const { base, fields } = state;
    const later = changedFields({ ...editable(base), ...change }, fields);
    if (later.length === 0) return stay(READING, act("dropDraft"), act("unlock"), act("tell", { what: "saved" }));
    return stay(
      { phase: "saving", base: ticket, fields: { ...editable(ticket), ...pick(fields, later) } },
      act("keepDraft"),
      act("tell", { what: "savedBefore" }),
      act("save", { version: ticket.version, change: pick(fields, later) }),
    );
  },

  /** It was not saved: `ticket` is the ticket as it stands, where the answer carries it. */
  rejected(state, { code, message, ticket }) {
    if (state.phase !== "saving") return stay(state);
    const { base, fields } = state;
    const isThere = code === "version_conflict" && changedFields(editable(ticket), fields).length === 0;
    // The newer version says the same: another tab has saved it, or this one in a time that the server has forgotten.
    if (isThere) return stay(READING, act("dropDraft"), act("unlock"), act("tell", { what: "saved" }));
    if (code === "version_conflict") {
      return stay({ phase: "conflict", base, fields, theirs: ticket }, act("keepDraft"), act("tell", { what: "conflict" }));
    }
    if (code === "locked") {
      const holder = ticket.lock?.by ?? null;
      return stay({ phase: "lost", why: "taken", holder, base, fields }, act("tell", { what: "lost.taken", holder }));
    }
    return stay({ phase: "editing", base, fields, problem: message }, act("keepDraft"));
  },

  /** Somebody else saved while the versions are being compared. */
  overtaken(state, { ticket }) {
    return stay(state.phase === "conflict" ? { ...state, theirs: ticket } : state);
  },

  /** Back from the comparison to the text. */
  reconsider(state) {
    if (state.phase !== "conflict") return stay(state);
    return stay({ phase: "lost", why: "changed", holder: null, base: state.base, fields: state.fields });
  },

  /** The text is thrown away. */
  discard(state) {
    return stay(READING, act("dropDraft"), ...(state.phase === "reading" ? [] : [act("unlock")]));
  },

  /** The ticket is left: what was typed is kept. */
  leave(state) {
    const isDirty = holdsText(state) && changedFields(editable(state.base), state.fields).length > 0;
    const draft = isDirty || (state.phase === "asking" && state.hadText) ? "keepDraft" : "dropDraft";
    return stay(READING, ...(state.phase === "reading" ? [] : [act(draft), act("unlock")]));
  },
};
