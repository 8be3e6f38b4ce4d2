"""Plans written by hand: folders of Markdown files with front matter, read into facts to record."""
