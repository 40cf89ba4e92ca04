"""Strokes in other programs' files: QuickDraw, signature_pad, InkML and SVG."""
