"""
Small numbers hidden before publishing, and the proof that subtraction does not bring them back (R-90 to R-92).

Pure code: no database, no clock, no settings. `tables` says what a table is, `attack` tries to find what is hidden,
`hiding` decides what to hide, `proof` checks and tells, `protecting.protect` runs it all.
"""
