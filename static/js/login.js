// Demo accounts of the sign-in page: choosing one fills the form in.
export function startLogin() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-demo]");
    const form = document.querySelector("form[data-login]");
    if (!button || !form) return;
    form.elements.login.value = button.dataset.demo;
    form.elements.password.value = button.dataset.password;
    form.querySelector("[type=submit]").focus();
  });
}
