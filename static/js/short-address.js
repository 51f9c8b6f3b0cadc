// Leaves filters that ask for nothing out of the address, so that it can be read, kept and passed on.
for (const form of document.querySelectorAll("[data-short-address]")) {
  form.addEventListener("formdata", ({ formData }) => {
    for (const [name, value] of [...formData]) if (value === "") formData.delete(name);
  });
}
