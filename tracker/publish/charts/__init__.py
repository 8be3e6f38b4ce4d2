"""Charts that pages and paper share: values in, positions out, no HTML, the same for the same values.

The macros of ``templates/macros/`` draw them. What differs between a page and a printed sheet is an
argument: links, sizes, and ``ink``, which gives a mark its class on a page and its colours on paper
(``ink.py``). A chart reads without its colours: a status is always a shape.

``x`` and ``width`` of bars, lines and series are per cent of the drawing's width, as texts with two decimals,
so that a drawing fits any width and neither its marks nor its words scale. The field is drawn in units of its
own (``field.py``) and scales as a whole.
"""
