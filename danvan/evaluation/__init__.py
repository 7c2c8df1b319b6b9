"""Units judged by criteria with weights: what each score is made of opens like any number."""
