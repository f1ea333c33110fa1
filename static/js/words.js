// Words in the reader's language, sent by the server in the page (ckp/strings.py).
const holder = document.getElementById("ckp-strings");
const words = holder ? JSON.parse(holder.textContent) : {};

/** The word `name` with its %(x)s filled from `values`. */
export function word(name, values = {}) {
  return (words[name] ?? name).replace(/%\((\w+)\)s/g, (_, key) => values[key] ?? "");
}

/** A time of day (with the date when it is not today) in the reader's language. */
export function clock(moment) {
  const date = new Date(moment);
  const today = new Date().toDateString() === date.toDateString();
  const style = today ? { timeStyle: "short" } : { dateStyle: "medium", timeStyle: "short" };
  return new Intl.DateTimeFormat(document.documentElement.lang, style).format(date);
}
