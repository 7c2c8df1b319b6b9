"""
Figures in Vietnamese prose: `read(text)` finds them with unit, subject, level, period and the sums they claim.

The language is described in docs/reference/reading.md. A text is prepared (`text`), what is no statistic is set aside
(`references`, `traps`, `moments`), numbers are read (`numbers`), understood in their clause (`figures`), and joined
(`parts`). Words stand in `danvan/ingest/seed`; to teach it a pattern, add a word there or one rule in one module.
"""
