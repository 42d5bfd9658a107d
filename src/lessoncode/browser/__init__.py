"""What runs inside the reader's browser, and the list of the files that it runs on."""
