"""The site to take along: the whole book as EPUB and as PDF, and the site as a zip.

Read in this order: `chapters` (which pages are in the book), `elements` (ids and links), `text` (a
page as a chapter), `whole` (all of them as one page of HTML), `cover`, `converting` (to EPUB and
PDF), `offline` (the zip).
`book.css` is for both books, `paper.css` for the PDF alone; `code.lua` keeps the colours of code.
"""
