/**
 * The look of the page. Contrast against the ground: ink at least 4.5 to 1, what was dropped at least 3 to 1, in both
 * schemes and in print; a test computes it.
 */
export const PAGE_STYLE = `
:root {
  color-scheme: light dark;
  --ground: #fcfbf8; --panel: #f3f1eb; --line: #dcd8cd;
  --ink: #1f2328; --soft: #5b6068; --faded: #8d8b85;
  --accent: #0b6e69; --swap: #8a5200; --here: #ffe9a8; --here-ink: #1f2328;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #17181a; --panel: #202226; --line: #3a3d42;
    --ink: #ececea; --soft: #a9adb3; --faded: #74777b;
    --accent: #63c9c1; --swap: #e2ab5b; --here: #5a4a14; --here-ink: #fff;
  }
}
* { box-sizing: border-box; }
html { scroll-padding: 4rem 0 6rem; -webkit-text-size-adjust: 100%; }
body {
  margin: 0; background: var(--ground); color: var(--ink);
  font: 1rem/1.6 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
  overflow-wrap: anywhere;
}
.frame { max-width: 76rem; margin: 0 auto; padding: 1.25rem 1.25rem 8rem; display: grid; gap: 0 2.5rem; }
header, nav, main { min-width: 0; }
h1 { font-size: 1.35rem; line-height: 1.3; margin: 0 0 .25rem; }
h2 { font-size: 1rem; margin: 0 0 .5rem; }
header h2, nav h2 { margin-top: 1.5rem; }
.question { font-size: 1.05rem; margin: 0; }
.soft, .place, caption { color: var(--soft); }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(6.4rem, 1fr)); gap: .5rem; margin: 1rem 0; }
.facts div { background: var(--panel); border-radius: .5rem; padding: .45rem .7rem; }
.facts dt { font-size: .8125rem; color: var(--soft); }
.facts dd { margin: 0; font-size: 1.05rem; font-variant-numeric: tabular-nums; }
table { border-collapse: collapse; width: 100%; font-size: .9375rem; }
th, td { text-align: left; padding: .3rem .75rem .3rem 0; border-bottom: 1px solid var(--line); vertical-align: top; font-weight: 400; }
thead th { color: var(--soft); font-size: .8125rem; }
td { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; padding: .3rem 0 .3rem .75rem; }
thead th + th { text-align: right; padding: .3rem 0 .3rem .75rem; }
ul, ol { margin: 0; padding: 0; list-style: none; }
.reasons { margin: 1rem 0 0; color: var(--soft); }
.reasons li { padding: .1rem 0; font-size: .9375rem; }
a { color: var(--accent); text-decoration-thickness: 1px; text-underline-offset: .2em; }
a:hover { text-decoration-thickness: 2px; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 3px; border-radius: 2px; }
summary { cursor: pointer; font-weight: 600; margin-top: 1.5rem; }
nav li { padding: .35rem 0; border-bottom: 1px solid var(--line); font-size: .875rem; line-height: 1.4; }
nav .place { display: block; font-size: .8125rem; }
.tools {
  position: sticky; top: 0; z-index: 1; background: var(--ground); border-bottom: 1px solid var(--line);
  display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; align-items: center; margin: 1.5rem 0 0; padding: .5rem 0; font-size: .9375rem;
}
.tools label { margin-left: auto; }
.tools label { display: inline-flex; gap: .5rem; align-items: center; cursor: pointer; }
input { accent-color: var(--accent); width: 1.1rem; height: 1.1rem; margin: 0; }
main h2 { font-size: 1.1rem; margin: 2rem 0 .25rem; }
section { margin: 1.1rem 0 0; padding-left: .9rem; border-left: 3px solid transparent; }
section.has { border-left-color: var(--accent); }
section:target, section:focus { border-left-color: var(--swap); outline: none; }
section .place { font-size: .8125rem; margin: 0; font-variant-numeric: tabular-nums; }
section .text { white-space: pre-wrap; max-width: 51rem; font-size: .9375rem; line-height: 1.65; tab-size: 4; }
.line .text { font: .875rem/1.6 ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; max-width: none; }
i, del { font-style: normal; text-decoration: none; }
del { color: var(--faded); }
.protected { text-decoration: underline 2px var(--accent); text-underline-offset: .2em; }
.exchange { text-decoration: underline 2px dotted var(--swap); text-underline-offset: .2em; }
del .exchange { text-decoration: none; }
i.here, i:hover { background: var(--here); color: var(--here-ink); border-radius: .15rem; }
.note { color: var(--soft); font-size: .875rem; margin: 1.1rem 0 0; padding: .3rem .9rem; border-left: 3px dotted var(--line); }
body:has(#only:checked) section del { display: none; }
#why { position: fixed; inset: auto 0 0; background: var(--panel); border-top: 1px solid var(--line); padding: .6rem 1.25rem .7rem; font-size: .9375rem; line-height: 1.45; }
#why > div { max-width: 73.5rem; margin: 0 auto; max-height: 6.5rem; overflow-y: auto; }
#why b { font-weight: 600; }
@media (max-width: 40rem) {
  html { scroll-padding-top: 6rem; }
  .frame { padding: 1rem 1rem 9rem; }
}
@media (min-width: 64rem) {
  .frame { grid-template-columns: minmax(0, 1fr) 19rem; grid-template-areas: "head jump" "main jump"; grid-template-rows: auto 1fr; }
  header { grid-area: head; } main { grid-area: main; }
  nav { grid-area: jump; position: sticky; top: 0; align-self: start; max-height: calc(100vh - 5rem); overflow-y: auto; padding-right: .25rem; }
  nav summary { margin-top: .25rem; }
}
@media print {
  :root { color-scheme: light; --ground: #fff; --panel: #fff; --line: #bbb; --ink: #000; --soft: #444; --faded: #8a8a8a; --accent: #0b6e69; --swap: #8a5200; }
  nav, .tools label, #why { display: none; }
  .tools { position: static; }
  .frame { display: block; padding: 0; max-width: none; }
  body { font-size: 10.5pt; }
  section { break-inside: avoid-page; }
  .facts div { border: 1px solid var(--line); }
}
`;
