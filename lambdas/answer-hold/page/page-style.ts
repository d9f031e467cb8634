/** One calm column; light and dark by the reader's setting. Contrast of all text is at least 4.5 to 1 in both. */
export const pageStyle = `
:root{color-scheme:light dark;--paper:#fbfbfa;--card:#ffffff;--ink:#1f2328;--soft:#57606a;--line:#d6dadf;--link:#1f4e79;
--good:#116329;--good-bg:#e6f4ea;--bad:#a40e26;--bad-bg:#fdeceb;--unsure:#7a4a00;--unsure-bg:#fff3dc;--open-bg:#e9f1f9;--button:#1f5f3a;--on-button:#ffffff}
@media (prefers-color-scheme:dark){:root{--paper:#101317;--card:#171b20;--ink:#e6e9ed;--soft:#a5aeb8;--line:#333a42;--link:#8fc1f0;
--good:#6fd28a;--good-bg:#14281b;--bad:#ff9c95;--bad-bg:#331a1a;--unsure:#f0c06a;--unsure-bg:#2e2411;--open-bg:#16273a;--button:#2c7a4d;--on-button:#ffffff}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:17px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;overflow-wrap:anywhere}
.top{border-bottom:1px solid var(--line);padding:.75rem 1rem}
.brand{display:block;max-width:42rem;margin:0 auto;font-weight:650;letter-spacing:.01em}
main{max-width:44rem;margin:0 auto;padding:1.5rem 1rem 4rem}
h1{font-size:1.65rem;line-height:1.25;margin:.1rem 0 1.25rem;text-wrap:balance}
h2{font-size:1.2rem;line-height:1.3;margin:0 0 .6rem}
h3{font-size:1rem;margin:1.1rem 0 .3rem}
p{margin:.4rem 0 .7rem}
a{color:var(--link)}
a:focus-visible,button:focus-visible,textarea:focus-visible,summary:focus-visible{outline:3px solid var(--link);outline-offset:2px}
code{font:.88em/1.4 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
.eyebrow,.soft{color:var(--soft)}.soft{font-size:.9rem;font-weight:400}
.eyebrow{margin:0}
section{margin:2.2rem 0 0;padding-top:1.6rem;border-top:1px solid var(--line)}
.banner{margin:0 0 1.4rem;padding:1rem 1.15rem;border:1px solid var(--line);border-radius:.6rem;background:var(--card)}
.banner h2{margin-bottom:.25rem}.banner p:last-child{margin-bottom:0}
.banner.open{background:var(--open-bg)}.banner.good{background:var(--good-bg)}.banner.ended{background:var(--unsure-bg)}
.glance{display:flex;flex-wrap:wrap;gap:.9rem 2rem;margin:0 0 1rem}
.glance dt{color:var(--soft);font-size:.85rem}.glance dd{margin:0;font-weight:600}.glance dd .soft{white-space:nowrap}
.risk-high{color:var(--bad)}.risk-medium{color:var(--unsure)}.risk-low{color:var(--good)}
.facts{display:grid;grid-template-columns:minmax(7rem,max-content) 1fr;gap:.35rem 1.2rem;margin:.5rem 0}
.facts dt{color:var(--soft)}.facts dd{margin:0;min-width:0}
.said{white-space:pre-wrap;border-left:3px solid var(--line);padding-left:.9rem}
ul,ol{padding-left:1.3rem;margin:.4rem 0}
.plain,.checks,.tags,.reasons,.reasons ul,.ahead{list-style:none;padding-left:0}
.plain{font-size:.92rem;margin:.25rem 0}
.checks>li{padding:.55rem 0;border-bottom:1px solid var(--line)}.checks>li:last-child{border-bottom:0}
.tags{display:flex;flex-wrap:wrap;gap:.4rem}.tags li{border:1px solid var(--line);border-radius:1rem;padding:.05rem .7rem;font-size:.9rem}
.badge{display:inline-block;border-radius:.35rem;padding:0 .5rem;font-size:.88rem;font-weight:600}
.badge.good{color:var(--good);background:var(--good-bg)}.badge.bad{color:var(--bad);background:var(--bad-bg)}.badge.unsure{color:var(--unsure);background:var(--unsure-bg)}
p.bad{color:var(--bad)}
.asks li{margin:.25rem 0}
details{margin-top:.8rem}summary{cursor:pointer;padding:.3rem 0;color:var(--link)}
.reasons ul{padding-left:1.1rem;margin:0;border-left:1px solid var(--line)}.reasons li{padding:.2rem 0}
.reason-word,.reason-required{color:var(--soft);font-size:.88rem}.reason-required{display:block;padding-left:1.3rem}
.reason-mark{display:inline-block;width:1.1rem;text-align:center;font-weight:700}
.reason-ok>.reason-mark{color:var(--good)}.reason-person>.reason-mark{color:var(--unsure)}.reason-reject>.reason-mark{color:var(--bad)}
.wide{overflow-x:auto}.wide table{border-collapse:collapse;font-size:.88rem}.wide th{text-align:left}.wide th,.wide td{padding:.2rem .8rem .2rem 0;vertical-align:top;overflow-wrap:normal}
.picture{max-width:34rem}.picture svg{display:block;width:100%;height:auto}
.ahead li{padding:.4rem 0 .4rem .9rem;border-left:3px solid var(--line)}.ahead time{display:block;color:var(--soft);font-size:.9rem}.ahead .soft{display:block}
.decide label{font-weight:600}
textarea{display:block;width:100%;padding:.6rem .7rem;font:inherit;color:inherit;background:var(--card);border:1px solid var(--soft);border-radius:.4rem}
.buttons{display:flex;flex-wrap:wrap;gap:.8rem;margin-top:1rem}
button{font:inherit;font-weight:600;min-height:2.75rem;padding:.5rem 1.6rem;border-radius:.45rem;border:1px solid transparent;cursor:pointer}
.approve{background:var(--button);color:var(--on-button)}
.reject{background:var(--card);color:var(--bad);border-color:var(--bad)}
.problem{color:var(--bad);background:var(--bad-bg);border-radius:.4rem;padding:.6rem .9rem}
@media (max-width:30rem){.facts{grid-template-columns:1fr}.facts dd{margin-bottom:.5rem}h1{font-size:1.4rem}.buttons button{flex:1}}
@media print{.decide{display:none}}
`;
