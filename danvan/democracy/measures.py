"""What reports count from the records of this context."""

from danvan.common.books import Book

BOOKS: list[Book] = []
MEASURES = {name: measure for book in BOOKS for name, measure in book.measures.items()}
