// Text size and contrast. Cookies, so that the server draws the next page right from the start.
const page = document.documentElement;
const YEAR = 365 * 24 * 3600;

function remember(name, value) {
  const secure = location.protocol === "https:" ? ";Secure" : "";
  document.cookie = `${name}=${value};Path=/;Max-Age=${YEAR};SameSite=Lax${secure}`;
}

function prefersContrast() {
  return matchMedia("(prefers-contrast: more)").matches;
}

function isContrast() {
  const mode = page.dataset.krdsMode;
  return mode ? mode === "high-contrast" : prefersContrast();
}

function press() {
  for (const button of document.querySelectorAll("[data-scale]")) {
    button.setAttribute("aria-pressed", String(button.dataset.scale === (page.dataset.krdsScale ?? "md")));
  }
  for (const button of document.querySelectorAll("[data-contrast]")) {
    button.setAttribute("aria-pressed", String(isContrast()));
  }
}

export function startDisplay() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-scale], [data-contrast]");
    if (!button) return;
    if (button.dataset.scale) {
      page.dataset.krdsScale = button.dataset.scale;
      remember("ckp_scale", button.dataset.scale);
    } else {
      page.dataset.krdsMode = isContrast() ? "light" : "high-contrast";
      remember("ckp_mode", page.dataset.krdsMode);
    }
    press();
  });
  press();
}
