"""What figures are drawn with: Plotly traces and SVG, without words of their own."""
