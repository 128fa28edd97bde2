"""The style sheet of a report: one column to read, dark ink on white, on paper as on a screen."""

#: Always light: a report looks the same to whoever it is handed on to, and on paper.
CSS = """
:root{color-scheme:light}
*{box-sizing:border-box}
body{margin:0;color:#14171A;background:#FFF;font:1rem/1.5 'Source Sans 3','Source Sans Pro',
system-ui,'Segoe UI',Roboto,'Noto Sans','Noto Sans Hebrew','Noto Sans Arabic','Noto Sans Gujarati',
sans-serif}
.page{max-width:62rem;margin:0 auto;padding:0 1.25rem 3rem}
.skip{position:absolute;left:-999rem}
.skip:focus{left:1rem;top:1rem;background:#FFF;padding:.5rem;outline:2px solid #14171A;z-index:1}
.banner{border-bottom:2px solid #14171A;font-weight:600}
.banner p{max-width:62rem;margin:0 auto;padding:.5rem 1.25rem}
h1{font-size:1.9rem;line-height:1.2;margin:1.5rem 0 .5rem}
h2{font-size:1.4rem;line-height:1.25;margin:2.5rem 0 .5rem;border-top:1px solid #D5D9DD;
padding-top:1rem}
h3{font-size:1.1rem;line-height:1.3;margin:1.5rem 0 .5rem}
p,li,dd{max-width:46rem}
figure p,figure li,td p{max-width:none}
p{margin:0 0 .5rem}
ul{margin:0 0 .5rem;padding-inline-start:1.25rem}
dl{display:grid;grid-template-columns:minmax(7rem,max-content) 1fr;gap:.25rem 1rem;margin:.5rem 0}
dt{font-weight:600}
dd{margin:0;overflow-wrap:anywhere}
a{color:#1D4F8C}
a:focus-visible,summary:focus-visible,.wide:focus-visible{outline:2px solid #14171A;
outline-offset:2px}
article{break-inside:avoid-page;margin:0 0 1.5rem}
.plot{width:100%}
.picture{display:block;width:100%;height:auto;max-width:62rem}
.about{color:#545A61;font-size:.875rem;margin:.25rem 0}
.mark{border:1px solid #14171A;color:#14171A;border-radius:.25rem;padding:0 .35rem;font-weight:600;
margin-inline-end:.5rem}
details{margin:.25rem 0}
summary{cursor:pointer;padding:.2rem 0}
.wide{overflow:auto;max-height:32rem}
.rows{border-collapse:collapse;font-size:.875rem}
.rows th,.rows td{border-bottom:1px solid #D5D9DD;padding:.25rem .6rem .25rem 0;text-align:start;
vertical-align:top;max-width:26rem;unicode-bidi:plaintext}
.rows thead th{white-space:nowrap}
.rows .n{text-align:end;font-variant-numeric:tabular-nums;white-space:nowrap}
@media (max-width:40rem){dl{grid-template-columns:1fr}dd{margin-bottom:.4rem}}
@media print{
@page{margin:16mm 14mm}
body{font-size:10.5pt}
nav,.skip{display:none}
.wide{max-height:none;overflow:visible}
details:not([open]){display:none}
a{color:inherit;text-decoration:none}
}
"""
