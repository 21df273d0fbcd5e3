// A button beside each citation that copies it. Without this script the text is there to be selected.

const list = document.querySelector(".cite dl");

function button(text, style) {
  const made = document.createElement("button");
  const say = (word) => {
    made.textContent = word;
    made.setAttribute("aria-label", `${word}: ${style}`);
  };
  made.type = "button";
  made.addEventListener("click", async () => {
    await navigator.clipboard.writeText(text);
    say(list.dataset.copied);
    setTimeout(say, 2000, list.dataset.copy);
  });
  say(list.dataset.copy);
  return made;
}

if (list && navigator.clipboard) {
  for (const entry of list.querySelectorAll("dd")) {
    entry.append(" ", button(entry.textContent.trim(), entry.previousElementSibling.textContent));
  }
}
