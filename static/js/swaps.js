// htmx under a strict content security policy, and what everyone is told about its swaps.
//
// data-announce="text" on the target or in the new content is read out after a swap;
// data-announce="" keeps quiet.
import htmx from "htmx.org";
import { announce, show, showSignedOut } from "./announce.js";
import { isLogin, token } from "./session.js";
import { word } from "./words.js";

export function startSwaps() {
  Object.assign(htmx.config, {
    allowEval: false,
    allowScriptTags: false,
    includeIndicatorStyles: false,
    selfRequestsOnly: true,
    historyCacheSize: 0,
    scrollBehavior: "auto",
    responseHandling: [
      { code: "204", swap: false },
      { code: "[23]..", swap: true },
      { code: "4(09|22)", swap: true },
      { code: "[45]..", swap: false, error: true },
    ],
  });
  const on = (name, act) => document.addEventListener(name, act);
  on("htmx:configRequest", (event) => { event.detail.headers["X-CSRFToken"] = token(); });
  on("htmx:beforeSwap", (event) => {
    if (!isLogin(event.detail.xhr.responseURL)) return;
    event.detail.shouldSwap = false;
    showSignedOut();
  });
  on("htmx:afterSettle", (event) => {
    const target = event.detail.target;
    const said = target.closest("[data-announce]") ?? target.querySelector("[data-announce]");
    const text = said ? said.dataset.announce : word("loaded");
    if (text) announce(text);
  });
  on("htmx:responseError", (event) => {
    if (event.detail.xhr.status === 401) showSignedOut();
    else show(word("failed"));
  });
  on("htmx:sendError", () => show(word("offline")));
}
