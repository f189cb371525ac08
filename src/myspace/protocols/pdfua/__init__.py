"""A paper as PDF/UA-1 (ISO 14289-1): facts in, tagged bytes out. Knows structure; refuses to know whose facts and what they mean.

Paper(title, parts, notes) ─as JSON, never as source─▶ paper.typ ─typst─▶ PDF with /Lang, title, H1, H2, P and Table
"""
