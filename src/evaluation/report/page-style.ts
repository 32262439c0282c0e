/**
 * The look of the report. Contrast: text at least 4.5 to 1, lines and marks at least 3 to 1, what was cut at least 4.5 to 1, in both
 * schemes and in print.
 */
export const REPORT_STYLE = `
:root {
  color-scheme: light dark;
  --ground: #fcfbf8; --panel: #f3f1eb; --line: #dcd8cd; --rule: #e4e0d6;
  --ink: #1f2328; --soft: #5b6068; --faded: #74726c; --accent: #0b6e69;
  --s0: #b3470f; --s1: #6a3fb0; --s2: #0b6e69; --s3: #1d5bb5;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #17181a; --panel: #202226; --line: #3a3d42; --rule: #2d3035;
    --ink: #ececea; --soft: #a9adb3; --faded: #8b8e94; --accent: #63c9c1;
    --s0: #f0925a; --s1: #b99af0; --s2: #63c9c1; --s3: #7fb2ff;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scroll-padding-top: 1rem; }
body {
  margin: 0; background: var(--ground); color: var(--ink); overflow-wrap: anywhere;
  font: 1rem/1.6 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
}
.frame { max-width: 80rem; margin: 0 auto; padding: 1.25rem 1.25rem 4rem; }
h1 { font-size: 1.35rem; line-height: 1.3; margin: 0 0 .25rem; }
h2 { font-size: 1.15rem; margin: 2.75rem 0 .5rem; }
h3 { font-size: 1rem; margin: 1.5rem 0 .25rem; }
p { margin: .25rem 0 .75rem; max-width: 52rem; }
.soft { color: var(--soft); }
a { color: var(--accent); text-decoration-thickness: 1px; text-underline-offset: .2em; }
a:hover { text-decoration-thickness: 2px; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 3px; border-radius: 2px; }
ul { margin: 0; padding: 0; list-style: none; }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: .75rem 0 0; }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(8rem, 1fr)); gap: .5rem; margin: 1rem 0; }
.facts div { background: var(--panel); border-radius: .5rem; padding: .45rem .7rem; }
.facts dt { font-size: .8125rem; color: var(--soft); }
.facts dd { margin: 0; font-variant-numeric: tabular-nums; }
.legend { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: .5rem 0 1rem; font-size: .875rem; }
.legend li { display: inline-flex; gap: .5rem; align-items: center; }
.charts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 22rem), 1fr)); gap: 1rem 1.5rem; }
figure { margin: 0; min-width: 0; max-width: 34rem; }
figcaption { font-weight: 600; font-size: .9375rem; }
figure svg { width: 100%; height: auto; display: block; }
svg text { fill: var(--soft); font-size: 12px; font-family: inherit; font-variant-numeric: tabular-nums; }
.rule { stroke: var(--rule); stroke-width: 1; }
.s0 { --s: var(--s0); } .s1 { --s: var(--s1); } .s2 { --s: var(--s2); } .s3 { --s: var(--s3); }
.line { stroke: var(--s); stroke-width: 2; fill: none; stroke-linejoin: round; }
.broken { stroke-dasharray: 5 4; }
.band { fill: var(--s); opacity: .1; }
.mark { fill: var(--s); stroke: var(--s); stroke-width: 1.6; }
.hollow { fill: var(--ground); }
.front { stroke: var(--soft); stroke-width: 1.5; fill: none; stroke-dasharray: 2 3; }
.asis { stroke: var(--ink); stroke-width: 1.5; stroke-dasharray: 1 4; stroke-linecap: round; }
.wide { overflow-x: auto; margin: 1rem 0; }
table { border-collapse: collapse; font-size: .875rem; font-variant-numeric: tabular-nums; }
caption { text-align: left; font-weight: 600; font-size: .9375rem; padding-bottom: .25rem; }
th, td { text-align: left; font-weight: 400; padding: .3rem 1.1rem .3rem 0; border-bottom: 1px solid var(--line); white-space: nowrap; vertical-align: top; }
thead th { color: var(--soft); font-size: .8125rem; vertical-align: bottom; }
.maps { display: flex; flex-wrap: wrap; gap: 0 2.5rem; }
.maps .wide { max-width: 100%; }
.heat td { text-align: center; padding: .3rem .8rem; border: 2px solid var(--ground); }
.heat thead th { white-space: normal; max-width: 7rem; padding-right: .5rem; }
.h0 { background: #f2efe9; color: #1f2328; } .h1 { background: #cfe3e0; color: #1f2328; } .h2 { background: #93c4be; color: #1f2328; }
.h3 { background: #2b7670; color: #fff; } .h4 { background: #0a4f4b; color: #fff; }
article { margin: 1.25rem 0 2rem; }
article h3 { margin: 0; }
article p { margin: 0; font-size: .875rem; }
.said { display: grid; grid-template-columns: auto 1fr; gap: 0 .75rem; margin: .25rem 0; font-size: .9375rem; }
.said dt { color: var(--soft); }
.said dd { margin: 0; }
.text { white-space: pre-wrap; max-width: 52rem; border-left: 3px solid var(--line); padding-left: .9rem; margin-top: .5rem; font-size: .9375rem; }
del { color: var(--faded); text-decoration: line-through; text-decoration-thickness: 1px; }
pre { background: var(--panel); border-radius: .5rem; padding: .75rem .9rem; font: .875rem/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; white-space: pre-wrap; }
@media (max-width: 40rem) { .frame { padding: 1rem 1rem 3rem; } }
@media print {
  :root {
    color-scheme: light; --ground: #fff; --panel: #fff; --line: #bbb; --rule: #ddd; --ink: #000; --soft: #444; --faded: #6a6a6a;
    --accent: #0b6e69; --s0: #b3470f; --s1: #6a3fb0; --s2: #0b6e69; --s3: #1d5bb5;
  }
  nav { display: none; }
  body { font-size: 10pt; }
  .frame { padding: 0; max-width: none; }
  .wide { overflow: visible; }
  .charts { grid-template-columns: 1fr 1fr; }
  th, td { white-space: normal; padding-right: .5rem; }
  figure, article, .wide { break-inside: avoid; }
  .facts div { border: 1px solid var(--line); }
  .band, .h0, .h1, .h2, .h3, .h4 { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;
