// Lists what was chosen under a box for several files: the browser itself only says "3 files".
for (const box of document.querySelectorAll("input[type=file][multiple]")) {
  if (box.closest("[data-upload]")) continue; // upload.js sends these by themselves
  const list = document.createElement("ul");
  list.className = "ui-chosen-files";
  list.setAttribute("aria-live", "polite");
  box.after(list);
  box.addEventListener("change", () => {
    list.replaceChildren(
      ...Array.from(box.files, (file) => {
        const line = document.createElement("li");
        line.append(document.createElement("bdi"));
        line.firstChild.textContent = file.name;
        return line;
      }),
    );
  });
}
