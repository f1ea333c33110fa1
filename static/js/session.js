// Requests of scripts: CSRF token, and what an ended session looks like.
//
// After signing in again in another tab the page's CSRF token is stale. A refused request
// therefore fetches the page once more: a redirect means signed out, otherwise the page has a
// fresh token, and the request is sent a second time.
import { word } from "./words.js";

const TOKEN = "input[name=csrfmiddlewaretoken]";

export class SignedOut extends Error {}

/** The CSRF token of this page. */
export function token() {
  return document.querySelector(TOKEN)?.value ?? "";
}

/** Whether a followed redirect ended at the sign-in page. */
export function isLogin(url) {
  return Boolean(url) && new URL(url, location.href).pathname === new URL(word("loginUrl"), location.href).pathname;
}

/** Takes a fresh token into all forms of the page. Throws SignedOut when there is no session. */
export async function renewToken() {
  const answer = await fetch(location.href, { redirect: "manual", headers: { Accept: "text/html" } });
  if (answer.type === "opaqueredirect" || answer.status === 401) throw new SignedOut();
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector(TOKEN)?.value;
  if (!page.documentElement.dataset.officer || !fresh) throw new SignedOut();
  for (const field of document.querySelectorAll(TOKEN)) field.value = fresh;
}

/** A form that is sent takes the newest token: signing in in another tab made this page's stale. */
export function startFreshTokens() {
  document.addEventListener("submit", (event) => {
    const field = event.target.querySelector(TOKEN);
    const cookie = /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1];
    if (field && cookie) field.value = cookie;
  }, true);
}

/** POSTs `body` (FormData or URLSearchParams). Throws SignedOut, or TypeError when offline. */
export async function post(url, body, options = {}) {
  const send = () => {
    if (body.has("csrfmiddlewaretoken")) body.set("csrfmiddlewaretoken", token());
    return fetch(url, {
      method: "POST", body, redirect: "manual",
      headers: { "X-CSRFToken": token(), "X-Requested-With": "XMLHttpRequest", Accept: "application/json, text/html" },
      ...options,
    });
  };
  let answer = await send();
  if (answer.status === 403 && !options.keepalive) {
    await renewToken();
    answer = await send();
  }
  if (answer.type === "opaqueredirect" || answer.status === 401) throw new SignedOut();
  return answer;
}
