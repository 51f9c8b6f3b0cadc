"""Translation side by side: the English texts of a form, page, banner or menu, each with its translation."""
