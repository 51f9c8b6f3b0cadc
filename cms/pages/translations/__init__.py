"""The site's pages in other languages: written side by side with the English, and published one by one."""
