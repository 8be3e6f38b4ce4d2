"""How a document becomes a PDF: cut into chapters, laid out beside each other, joined. See docs/report.md."""
