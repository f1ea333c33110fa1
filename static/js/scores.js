// The scoring form: works by keyboard alone, and shows what the scores mean and come to.
//
// Keys count only inside a score field, where nothing else is typed; Ctrl + S and Ctrl + Enter
// count in the whole form. Digits replace the score instead of lengthening it.
import { onEach } from "./dom.js";
import { word } from "./words.js";

const HALF = 0.5;
const TOP = 10;

function scoreOf(input) {
  const score = Number.parseFloat(input.value);
  return Number.isNaN(score) || score < 0 || score > TOP ? null : score;
}

/** The weighted total of the fields, or null until each has a score. */
function totalOf(inputs) {
  let sum = 0;
  let weight = 0;
  for (const input of inputs) {
    const score = scoreOf(input);
    if (score === null) return null;
    sum += score * Number(input.dataset.weight);
    weight += Number(input.dataset.weight);
  }
  return weight ? sum / weight : null;
}

class ScoreForm {
  constructor(form) {
    this.form = form;
    this.inputs = [...form.querySelectorAll("input[data-weight]")];
    this.isFresh = false;
    form.classList.add("stepping");
    form.addEventListener("input", () => this.show());
    form.addEventListener("ckp:restored", () => this.show());
    form.addEventListener("click", (event) => this.clicked(event));
    form.addEventListener("focusin", (event) => this.entered(event));
    form.addEventListener("keydown", (event) => this.pressed(event));
    const wrong = this.inputs.find((input) => input.getAttribute("aria-invalid") === "true");
    this.stepTo(wrong ?? this.inputs.find((input) => input.value === "") ?? this.inputs[0]);
    this.show();
  }

  /** Opens the anchor texts of one criterion and folds the others. */
  stepTo(input) {
    for (const one of this.inputs) one.closest(".score").classList.toggle("current", one === input);
  }

  entered(event) {
    if (!this.inputs.includes(event.target)) return;
    this.isFresh = true;
    this.stepTo(event.target);
    event.target.select();
  }

  clicked(event) {
    const anchor = event.target.closest("[data-score]");
    if (!anchor) return;
    const input = anchor.closest(".score").querySelector("input[data-weight]");
    input.focus();
    this.put(input, anchor.dataset.score);
  }

  put(input, value) {
    input.value = value;
    input.dispatchEvent(new Event("input", { bubbles: true }));
  }

  pressed(event) {
    if (event.isComposing) return;
    const withControl = event.ctrlKey || event.metaKey;
    if (withControl && event.key === "Enter") {
      event.preventDefault();
      this.form.requestSubmit(this.form.querySelector("button[value=submit]"));
    } else if (withControl && event.key.toLowerCase() === "s") {
      event.preventDefault();
      this.form.dispatchEvent(new CustomEvent("ckp:save"));
    } else if (withControl || event.altKey) {
      return;
    } else if (this.inputs.includes(event.target)) {
      this.pressedIn(event.target, event);
    } else if (event.target.type === "radio" && event.key === "Enter") {
      event.preventDefault();
      this.form.elements.comment.focus();
    }
  }

  pressedIn(input, event) {
    const fresh = this.isFresh;
    if (event.key !== "Tab" && event.key !== "Shift") this.isFresh = false;
    if (/^[0-9]$/.test(event.key)) {
      event.preventDefault();
      const isTen = !fresh && input.value === "1" && event.key === "0";
      // Whoever types 7.5 has got the half with the point already.
      const isHalf = !fresh && event.key === "5" && input.value.endsWith(".5");
      if (!isHalf) this.put(input, isTen ? "10" : event.key);
    } else if (event.key === "." || event.key === ",") {
      event.preventDefault();
      const score = scoreOf(input);
      if (score === null) return;
      this.put(input, String(Number.isInteger(score) && score < TOP ? score + HALF : Math.floor(score)));
    } else if (event.key === "Enter") {
      event.preventDefault();
      this.go(input, event.shiftKey ? -1 : 1);
    } else if (event.key === "?") {
      event.preventDefault();
      const keys = this.form.querySelector("[data-keys]");
      if (!keys) return;
      keys.open = !keys.open;
      if (keys.open) keys.scrollIntoView({ block: "nearest" });
    }
  }

  go(input, step) {
    const next = this.inputs[this.inputs.indexOf(input) + step];
    if (next) {
      next.focus();
      next.closest(".score").scrollIntoView({ block: "nearest" });
    } else if (step > 0) {
      const radios = [...this.form.querySelectorAll("input[name=confidence]")];
      // A form of scores alone goes on to its note, or to its button.
      const after = this.form.querySelector("textarea, button[type=submit]");
      (radios.find((radio) => radio.checked) ?? radios[0] ?? after).focus();
    }
  }

  show() {
    for (const input of this.inputs) this.showMeaning(input);
    const total = totalOf(this.inputs);
    const box = this.form.querySelector("[data-score-total]");
    box.querySelector("[data-total]").textContent = total === null ? "–" : total.toFixed(2);
    box.querySelector("[data-fill]").setAttribute("width", ((total ?? 0) * 10).toFixed(2));
    box.querySelector("[data-superior]").hidden = total === null || total <= Number(box.dataset.threshold);
    const comment = this.form.elements.comment;
    if (!comment) return;
    const length = comment.value.split(/\s+/).filter(Boolean).join(" ").length;
    this.form.querySelector("[data-comment-length]").textContent =
      word("commentLength", { count: length, least: comment.dataset.least });
  }

  /** Marks the anchor of the score, which is the highest one not above it, and says its text. */
  showMeaning(input) {
    const score = input.value === "" ? null : scoreOf(input);
    const group = input.closest(".score");
    let meant = null;
    for (const anchor of group.querySelectorAll("[data-score]")) {
      if (score !== null && Number(anchor.dataset.score) <= score) meant = anchor;
    }
    for (const anchor of group.querySelectorAll("[data-score]")) anchor.setAttribute("aria-pressed", String(anchor === meant));
    const said = group.querySelector("[data-meaning]");
    const text = meant?.querySelector("span").textContent ?? "";
    if (said.textContent !== text) said.textContent = text;
  }
}

export function startScores() {
  onEach("form[data-score-form]", (form) => new ScoreForm(form));
}
