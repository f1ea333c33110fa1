// Upload zones: <div data-upload data-upload-url> with a file input, then <ul data-upload-list>.
//
// Each file is one POST of a multipart field `file`; the answer is JSON {id, url, name, size}.
// Without an upload address the input is left alone and the files go with the form.
import { announce } from "./announce.js";
import { el, icon, onEach } from "./dom.js";
import { isLogin, token } from "./session.js";
import { word } from "./words.js";

function parsed(xhr) {
  try {
    return JSON.parse(xhr.responseText);
  } catch {
    return null; // An error page of a proxy, or the sign-in page: the caller says so.
  }
}

/** Sends one file; `progress(share)` is told how far. Resolves to the answer's JSON.
 * An `inline` picture stands in the text and is not listed among the files. */
export function sendFile(url, file, { progress = () => {}, started = () => {}, inline = false } = {}) {
  return new Promise((resolve, reject) => {
    const xhr = new XMLHttpRequest();
    const form = new FormData();
    form.append("file", file, file.name);
    if (inline) form.append("inline", "1");
    xhr.open("POST", url);
    xhr.setRequestHeader("X-CSRFToken", token());
    xhr.setRequestHeader("Accept", "application/json");
    xhr.upload.onprogress = (event) => { if (event.lengthComputable) progress(event.loaded / event.total); };
    xhr.onerror = () => reject(new Error(word("offline")));
    xhr.onabort = () => reject(new Error(""));
    xhr.onload = () => {
      const answer = parsed(xhr);
      if (xhr.status >= 200 && xhr.status < 300 && answer?.url) resolve(answer);
      else if (xhr.status === 401 || isLogin(xhr.responseURL)) reject(new Error(word("signedOut")));
      else reject(new Error(answer?.message ?? word("uploadFailed", { name: file.name })));
    };
    started(xhr);
    xhr.send(form);
  });
}

function size(bytes) {
  const units = ["B", "KB", "MB", "GB"];
  const power = Math.min(3, Math.floor(Math.log2(Math.max(bytes, 1)) / 10));
  return `${(bytes / 1024 ** power).toFixed(power ? 1 : 0)} ${units[power]}`;
}

function done(line, answer, zone) {
  const remove = el("label", { class: "choice small" },
    el("input", { type: "checkbox", name: zone.dataset.removeName, value: answer.id }),
    el("span", {}, word("remove", { name: "" }).trim(), el("span", { class: "sr-only" }, ` ${answer.name}`)));
  line.replaceChildren(icon("file"), el("a", { class: "name", href: answer.url }, answer.name),
    el("span", { class: "size" }, size(answer.size)), remove);
}

function failed(line, file, message) {
  line.classList.add("is-error");
  line.replaceChildren(icon("file"), el("span", { class: "name" }, file.name),
    el("button", { type: "button", class: "krds-btn xsmall text", onclick: () => line.remove() },
      icon("close"), el("span", { class: "sr-only" }, word("remove", { name: file.name }))),
    el("p", { class: "form-error", role: "alert" }, message));
}

async function sendOne(zone, list, file) {
  const line = el("li");
  list.append(line);
  if (zone.dataset.limit && file.size > Number(zone.dataset.limit)) {
    failed(line, file, word("tooLarge", { name: file.name, limit: zone.dataset.limitText }));
    return;
  }
  const bar = el("progress", { max: "1", value: "0", "aria-label": word("uploading", { name: file.name }) });
  const stop = el("button", { type: "button", class: "krds-btn xsmall text" }, word("cancel"));
  line.append(icon("file"), el("span", { class: "name" }, file.name), el("span", { class: "size" }, size(file.size)), stop, bar);
  try {
    const answer = await sendFile(zone.dataset.uploadUrl, file, {
      progress: (share) => { bar.value = share; },
      started: (xhr) => stop.addEventListener("click", () => xhr.abort()),
    });
    done(line, answer, zone);
    announce(word("uploaded", { name: answer.name }));
  } catch (error) {
    if (error.message) failed(line, file, error.message);
    else line.remove();
  }
}

function start(zone) {
  if (!zone.dataset.uploadUrl) return;
  const input = zone.querySelector("input[type=file]");
  const list = zone.parentElement.querySelector("[data-upload-list]");
  let queue = Promise.resolve();
  const take = (files) => {
    for (const file of files) queue = queue.then(() => sendOne(zone, list, file));
  };
  input.addEventListener("change", () => {
    take([...input.files]);
    input.value = "";
  });
  for (const name of ["dragenter", "dragover"]) {
    zone.addEventListener(name, (event) => {
      event.preventDefault();
      zone.classList.add("is-over");
    });
  }
  for (const name of ["dragleave", "drop"]) zone.addEventListener(name, () => zone.classList.remove("is-over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    take([...event.dataTransfer.files]);
  });
}

/** A file that was dropped into the text is listed as well. */
function listed(event) {
  for (const zone of document.querySelectorAll("[data-upload]")) {
    const line = el("li");
    zone.parentElement.querySelector("[data-upload-list]").append(line);
    done(line, event.detail, zone);
  }
}

export function startUploads() {
  document.addEventListener("ckp:uploaded", listed);
  onEach("[data-upload]", start);
}
