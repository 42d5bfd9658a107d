"""What must hold between pages, examples and records: `lint` lists the rules."""
