/**
 * The HTTP API, as far as the board uses it. The browser adds the session's cookie by itself.
 * @module
 */
import { hearDate } from "./clock.js";

/** How long an answer may take, in milliseconds. */
export const PATIENCE_MS = 15_000;

/** An answer that is none: `status` is 0 if nobody answered. */
export class HTTPProblem extends Error {
  constructor(status, problem, retryAfterSeconds = null) {
    super(problem?.detail ?? "");
    this.status = status;
    this.code = problem?.code ?? (status === 0 ? "unreachable" : "internal_error");
    this.ticket = problem?.ticket ?? null;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** Sends a request, and answers the JSON that comes back; null if there is none. */
export async function request(method, path, body, options = {}) {
  let response;
  try {
    response = await fetch(path, {
      method,
      headers: body === undefined ? {} : { "Content-Type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
      credentials: "same-origin",
      cache: "no-store",
      signal: AbortSignal.timeout(options.patienceMs ?? PATIENCE_MS),
      keepalive: options.keepalive ?? false,
    });
  } catch {
    throw new HTTPProblem(0, null);
  }
  hearDate(response.headers.get("Date"));
  const isJSON = (response.headers.get("Content-Type") ?? "").includes("json");
  const value = isJSON ? await response.json().catch(() => null) : null;
  if (!response.ok && !options.accepts?.includes(response.status)) {
    throw new HTTPProblem(response.status, value, Number(response.headers.get("Retry-After")) || null);
  }
  return value;
}

/** Who is logged in; null if nobody is. */
export async function whoAmI() {
  try {
    return await request("GET", "/api/session");
  } catch (problem) {
    if (problem.status === 401) return null;
    throw problem;
  }
}

/** The ticket of an id; null if there is none. */
export async function ticket(id) {
  try {
    return await request("GET", `/api/tickets/${id}`);
  } catch (problem) {
    if (problem.status === 404) return null;
    throw problem;
  }
}

export const logIn = (email, password) => request("POST", "/api/session", { email, password });
export const logOut = () => request("DELETE", "/api/session");
export const register = (email, name, password) =>
  request("POST", "/api/registration", { email, name, password });
export const mayRegister = async () => (await request("GET", "/api/registration")).open;
export const changePassword = (currentPassword, newPassword) =>
  request("PUT", "/api/session/password", { currentPassword, newPassword });
export const assignees = async () => (await request("GET", "/api/assignees")).assignees;
export const history = (id, before) =>
  request("GET", `/api/tickets/${id}/history?limit=50${before ? `&before=${before}` : ""}`);
export const users = async () => (await request("GET", "/api/users")).users;
export const addUser = (draft) => request("POST", "/api/users", draft);
export const changeUser = (id, patch) => request("PATCH", `/api/users/${id}`, patch);
export const gateways = async () => (await request("GET", "/api/gateways")).gateways;
export const forceUnlock = (id) => request("DELETE", `/api/tickets/${id}/lock?force=true`);

/** Gives a lock back while the page goes away: the browser sends it also when the page is gone. */
export const unlockOnLeaving = (id) =>
  request("DELETE", `/api/tickets/${id}/lock`, undefined, { keepalive: true }).catch(() => {});

/** How the gateway is; null if what answered is none. */
export const readiness = () => request("GET", "/readyz", undefined, { accepts: [503], patienceMs: 5_000 });
