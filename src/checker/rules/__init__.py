"""What must hold between pages, examples and records: `lint` lists the rules.

`changed_sentences` finds the sentences that a change rewrites,
for `claims`, `exchanged_facts` (with
`fact_words`) and `replaced`.
"""
