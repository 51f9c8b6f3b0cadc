"""What the site has besides its pages: search, feedback on a page, sitemap and robots.txt."""
