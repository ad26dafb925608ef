/**
 * Logging in, making an account, changing the password: before the board, and above it when a session has ended.
 * @module
 */
import { form, openDialog } from "./dialogs.js";
import { button, h } from "./dom.js";
import * as http from "./http.js";
import { say } from "./language.js";
import { toast } from "./toasts.js";

const EMAIL = () => ({ name: "email", label: say("email"), type: "email", autocomplete: "username", spellcheck: "false", autocapitalize: "none" });
const PASSWORD = () => ({ name: "password", label: say("password"), type: "password", autocomplete: "current-password" });
const NEW_PASSWORD = (name) => ({ name, label: say("newPassword"), type: "password", autocomplete: "new-password", minlength: "8", hint: say("passwordHint") });

/** The sentence for a request that failed. */
export function explain(problem) {
  if (problem.status === 0) return say("problem.unreachable");
  if (problem.status === 401) return say("problem.credentials");
  if (problem.status === 429) return say("problem.throttled", { count: problem.retryAfterSeconds ?? 60 });
  if (problem.status === 503) return say("problem.unavailable");
  return problem.message || say("problem.other");
}

function logInForm(done) {
  return form([EMAIL(), PASSWORD()], {
    label: say("logIn"), explain,
    submit: async ({ email, password }) => done(await http.logIn(email.trim(), password)),
  });
}

/** The page for whoever is not logged in; `done(session)` is called when they are. */
export function sessionPage(done) {
  const card = h("main", { class: "session-card" });
  const show = (title, { element, inputs }, ...more) => {
    card.replaceChildren(h("h1", { class: "brand" }, h("span", { class: "brand-mark", "aria-hidden": "true" }), h("span", { text: "Les Billets" })),
      h("p", { class: "hint", text: title }), element, ...more);
    Object.values(inputs)[0].focus();
  };
  const showLogIn = async () => {
    const register = button(say("register"), { class: "button link", hidden: true, on: { click: showRegistration } });
    show(say("logInHint"), logInForm(done), register);
    register.hidden = !(await http.mayRegister().catch(() => false));
  };
  const showRegistration = () => {
    const name = { name: "name", label: say("name"), type: "text", autocomplete: "name", maxlength: "100" };
    show(say("registerHint"), form([EMAIL(), name, NEW_PASSWORD("password")], {
      label: say("register"), explain,
      submit: async (values) => done(await http.register(values.email.trim(), values.name, values.password)),
    }), button(say("backToLogIn"), { class: "button link", on: { click: showLogIn } }));
  };
  // The form is only filled in when it is in the document, or it cannot take the focus.
  queueMicrotask(showLogIn);
  return h("div", { class: "session-page" }, card);
}

/** Asks to log in again, above whatever is shown; `done(session)` is called when somebody has. */
export function sessionEnded(name, done) {
  const { element, inputs } = logInForm((session) => {
    dialog.close();
    done(session);
  });
  const dialog = openDialog(say("sessionEnded"), h("p", { text: say("sessionEndedHint", { name }) }), element);
  dialog.classList.add("session-ended");
  dialog.addEventListener("cancel", (event) => event.preventDefault());
  inputs.email.focus();
  return dialog;
}

/** Asks for another password. */
export function passwordDialog() {
  const { element } = form(
    [{ ...PASSWORD(), name: "current", label: say("currentPassword") }, NEW_PASSWORD("next")],
    {
      label: say("changePassword"), cancel: () => dialog.close(),
      explain: (problem) => (problem.status === 403 ? say("problem.password") : explain(problem)),
      submit: async ({ current, next }) => {
        await http.changePassword(current, next);
        dialog.close();
        toast(say("passwordChanged"));
      },
    },
  );
  const dialog = openDialog(say("changePassword"), h("p", { class: "hint", text: say("changePasswordHint") }), element);
}
