/**
 * Starts the page: whoever is logged in gets the board, everybody else the log-in.
 * @module
 */
import { BoardPage } from "./board-page.js";
import { button, h } from "./dom.js";
import { backoffDelay } from "./backoff.js";
import { whoAmI } from "./http.js";
import { say } from "./language.js";
import { sessionPage } from "./session-view.js";

const app = document.getElementById("app");

function enter(session) {
  new BoardPage(app, session);
}

function askToLogIn() {
  app.removeAttribute("aria-busy");
  app.replaceChildren(sessionPage(enter));
}

/** Nobody answers, or the store is away: says so, and tries again by itself. */
function showTrouble(attempt, problem) {
  app.replaceChildren(h("main", { class: "session-page" }, h("div", { class: "session-card", role: "alert" },
    h("h1", { text: say(problem.status === 503 ? "problem.unavailable" : "problem.unreachable") }), h("p", { text: say("problem.retrying") }),
    button(say("retryNow"), { primary: true, on: { click: () => location.reload() } }))));
  setTimeout(() => start(attempt + 1), 1_000 + backoffDelay(attempt, Math.random()));
}

async function start(attempt = 0) {
  try {
    const session = await whoAmI();
    if (session) enter(session);
    else askToLogIn();
  } catch (problem) {
    showTrouble(attempt, problem);
  }
}

start();
