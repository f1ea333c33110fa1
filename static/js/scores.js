// The scoring form: a weighted total as one types, and anchor texts that fill in their score.
import { onEach } from "./dom.js";

function total(inputs) {
  let sum = 0;
  let weight = 0;
  for (const input of inputs) {
    const score = Number.parseFloat(input.value);
    if (Number.isNaN(score) || score < 0 || score > 10) return null;
    sum += score * Number(input.dataset.weight);
    weight += Number(input.dataset.weight);
  }
  return weight ? sum / weight : null;
}

export function startScores() {
  onEach("form[data-score-form]", (form) => {
    const inputs = [...form.querySelectorAll("input[data-weight]")];
    const shown = form.querySelector("[data-score-total]");
    const show = () => {
      const value = total(inputs);
      shown.textContent = value === null ? "–" : value.toFixed(2);
      for (const input of inputs) {
        for (const anchor of input.closest(".score").querySelectorAll("[data-score]")) {
          anchor.setAttribute("aria-pressed", String(Number(input.value) === Number(anchor.dataset.score) && input.value !== ""));
        }
      }
    };
    form.addEventListener("input", show);
    form.addEventListener("click", (event) => {
      const anchor = event.target.closest("[data-score]");
      if (!anchor) return;
      const input = anchor.closest(".score").querySelector("input[data-weight]");
      input.value = anchor.dataset.score;
      input.focus();
      show();
    });
    show();
  });
}
