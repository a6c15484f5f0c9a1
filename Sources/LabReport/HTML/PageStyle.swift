// The look of a page: one style sheet for screens, phones, dark rooms and paper.

/// The style sheet that every page carries.
enum PageStyle {
  /// Colours by theme, then everything else by those names.
  static var sheet: String {
    """
    :root { color-scheme: light dark; \(variables(.light)) }
    @media screen and (prefers-color-scheme: dark) { :root { \(variables(.dark)) } }
    """ + layout + tables + figures + marks + touch
  }

  /// What a picture by itself needs, in one theme.
  static func picture(_ theme: Theme) -> String { "svg { \(variables(theme)) }" + marks }

  private static func variables(_ theme: Theme) -> String {
    let series = theme.series.enumerated().map { "--c\($0.offset): \($0.element);" }.joined(separator: " ")
    return "--back: \(theme.background); --text: \(theme.text); --muted: \(theme.muted); --good: \(theme.good); "
      + "--bad: \(theme.bad); --open: \(theme.open); --line: \(theme.line); --soft: \(theme.soft); --heat: \(theme.heat); --below: \(theme.heatBelow); \(series)"
  }

  private static let layout = """

    * { box-sizing: border-box; }
    html { -webkit-text-size-adjust: 100%; }
    body { margin: 0 auto; max-width: 60rem; padding: 1.5rem 1.25rem 4rem; background: var(--back); color: var(--text);
      font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
    h1 { font-size: 1.9rem; line-height: 1.2; margin: .5rem 0 .75rem; letter-spacing: -.015em; text-wrap: balance; }
    h2 { font-size: 1.35rem; line-height: 1.25; margin: 3.25rem 0 .5rem; padding-top: .75rem;
      border-top: 1px solid var(--line); }
    h3 { font-size: 1.05rem; line-height: 1.35; margin: 0 0 .6rem; text-wrap: pretty; }
    h4 { font-size: .9rem; margin: 0 0 .35rem; font-weight: 600; color: var(--muted); }
    p { margin: .5rem 0; max-width: 44rem; }
    a { color: var(--c0); }
    code, pre { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: .875em; }
    pre { white-space: pre-wrap; overflow-wrap: anywhere; background: var(--soft); border: 1px solid var(--line);
      border-radius: 6px; padding: .65rem .85rem; margin: .5rem 0; }
    .quiet { color: var(--muted); }
    .facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr)); gap: .2rem 1.5rem;
      margin: .75rem 0; font-size: .9rem; }
    .facts div { display: flex; gap: .6rem; }
    .facts dt { color: var(--muted); flex: 0 0 6.2rem; }
    .facts dd { margin: 0; overflow-wrap: anywhere; }
    nav { font-size: .9rem; margin: 1rem 0; display: flex; flex-wrap: wrap; gap: .2rem 1rem; }
    [hidden] { display: none !important; }
    :target, section, details { scroll-margin-top: 4.5rem; }
    .prose { font-size: 1.02rem; }
    summary { cursor: pointer; } summary b { font-weight: 650; }
    details.more { border: 1px solid var(--line); border-radius: 8px; margin: .6rem 0; }
    details.more > summary { padding: .5rem .8rem; font-size: .92rem; color: var(--muted); } .more > summary b { color: var(--text); }
    details.more > .unfolded { padding: .2rem .9rem .6rem; }
    .badge { font-size: .92rem; }
    .alarm { border-left: 4px solid var(--bad); background: var(--soft); padding: .6rem .9rem; margin: .75rem 0; }
    .alarm b { color: var(--bad); }
    .note { border-left: 4px solid var(--line); padding: .3rem .9rem; margin: .6rem 0; font-size: .92rem; }
    .note ul, .alarm ul { margin: .25rem 0; padding-left: 1.1rem; }
    .samples { display: grid; gap: .9rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 16rem), 1fr)); }
    .samples h3 { margin: 0; }
    .samples pre { white-space: pre-wrap; margin: .3rem 0 0; }
    mark, .source { background: none; color: var(--c1); font-weight: 700; } u { font-weight: 700; text-underline-offset: 2px; }
    .kinds { display: grid; grid-template-columns: 6.5rem minmax(0, 1fr); gap: .3rem .8rem; font-size: .92rem; }
    .kinds dt { font-weight: 650; } .kinds dd { margin: 0; }
    .reading { margin: .5rem 0; padding: .3rem 0; position: relative; } .reading p { margin: .1rem 0; max-width: none; }
    .reading .sentence { padding-left: 6.2rem; text-indent: -6.2rem; }
    .kind { color: var(--muted); font-size: .85rem; display: inline-block; min-width: 6.2rem; text-indent: 0; }
    .guesses { font-size: .88rem; display: flex; flex-wrap: wrap; gap: .1rem 1.2rem; padding-left: 6.2rem; }
    .who { color: var(--c); font-weight: 650; } .right { color: var(--good); } .wrong { color: var(--bad); }
    .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
    @media (max-width: 620px) {
      body { padding: .75rem .9rem 3rem; }
      h1 { font-size: 1.5rem; }
      h2 { margin-top: 2.25rem; }
    }
    @media print {
      body { max-width: none; padding: 0; font-size: 10.5pt; }
      h2, h3, section > p, caption, .at { break-after: avoid; }
      h1 { font-size: 1.5rem; } h2 { margin-top: 1.4rem; } figure { margin: .8rem 0 1rem; }
      svg.wide { max-width: 74%; } .panels { max-width: 86%; } .reading { font-size: 9pt; padding: 0; }
      h2, h3, figure, .panel, p, tr, .samples > div, .watch, .reading, .claims summary { break-inside: avoid; }
      nav, .data, #controls, #stage, .dial, .cursor, #tip, details.more:not([open]) { display: none !important; }
      .claims summary { list-style: none; } .claims summary::-webkit-details-marker { display: none; }
    }
    """

  private static let tables = """

    .scroll { overflow-x: auto; margin: .75rem 0 1.25rem; }
    table { border-collapse: collapse; font-size: .9rem; font-variant-numeric: tabular-nums; }
    caption { text-align: left; font-weight: 600; padding: .25rem 0 .4rem; }
    th, td { text-align: left; vertical-align: top; padding: .38rem .9rem .38rem 0; border-bottom: 1px solid var(--line); }
    th { font-weight: 600; color: var(--muted); font-size: .82rem; }
    th[scope=row] { color: var(--text); font-size: inherit; white-space: nowrap; }
    td.number, th.number { text-align: right; white-space: nowrap; }
    tr.quiet td, tr.quiet th { color: var(--muted); font-weight: 400; }
    .verdict { font-weight: 650; white-space: nowrap; }
    .verdict svg { width: 1em; height: 1em; vertical-align: -.13em; margin-right: .35em; fill: none;
      stroke: currentColor; stroke-width: 2.4; stroke-linecap: round; stroke-linejoin: round; }
    .supported { color: var(--good); } .contradicted { color: var(--bad); } .inconclusive, .depends { color: var(--open); }
    .tally { display: flex; flex-wrap: wrap; gap: .3rem 1.4rem; margin: .6rem 0; }
    .claims details { border-bottom: 1px solid var(--line); font-size: .9rem; }
    .claims summary { display: grid; grid-template-columns: 2.2rem minmax(0, 1fr) auto 8.5rem; gap: 0 1rem; padding: .32rem 0; }
    .claims .id { color: var(--muted); } .claims .measure { font-variant-numeric: tabular-nums; text-align: right; }
    .claims summary::before { content: none; } .claims .unfolded { padding: 0 0 .6rem 3.2rem; color: var(--muted); }
    .claims .what::before { content: "▸ "; color: var(--muted); } .claims [open] .what::before { content: "▾ "; }
    .verdicts { width: 100%; }
    @media screen and (max-width: 780px) {
      .claims summary { grid-template-columns: 2.2rem minmax(0, 1fr); } .claims .measure { grid-column: 2; text-align: left; }
      .claims .verdict { grid-column: 2; } .claims .unfolded { padding-left: 1rem; }
      .verdicts, .verdicts tbody, .verdicts tr, .verdicts td, .verdicts th { display: block; }
      .verdicts thead { display: none; }
      .verdicts tr { border: 1px solid var(--line); border-radius: 8px; padding: .5rem .8rem; margin: .6rem 0; }
      .verdicts td, .verdicts th { border: 0; padding: .12rem 0; }
      .verdicts .id { float: right; color: var(--muted); }
      .scroll.cards { overflow: visible; }
    }
    @media screen and (max-width: 620px) { table { font-size: .82rem; } th, td { padding-right: .7rem; }
      caption span { display: inline-block; position: sticky; left: 0; max-width: calc(100vw - 1.9rem); }
      .scroll:not(.cards) td { white-space: nowrap; }
      .scroll:not(.cards) th:first-child { position: sticky; left: 0; background: var(--back);
        box-shadow: inset 0 -1px var(--line); } }
    @media print { .scroll { overflow: visible; } table { font-size: 8.5pt; } th, td { padding-right: .5rem; }
      .claims details { font-size: 8.5pt; } .claims summary { padding: .12rem 0; } .claims .what::before { content: none; } }
    """

  /// What the script brings to life.
  private static let touch = """

    #controls { position: sticky; top: 0; z-index: 5; display: flex; flex-wrap: wrap; gap: .35rem .8rem; align-items: center;
      padding: .5rem 0; background: var(--back); border-bottom: 1px solid var(--line); font-size: .88rem; }
    .chips { display: flex; flex-wrap: wrap; gap: .35rem .5rem; } .chip { display: inline-flex; }
    button, select { font: inherit; color: inherit; background: var(--soft); border: 1px solid var(--line); border-radius: 6px;
      padding: .2rem .5rem; cursor: pointer; }
    .chip .name { border-radius: 6px 0 0 6px; } .chip .hide { border-radius: 0 6px 6px 0; border-left: 0; min-width: 1.9rem; }
    button[aria-pressed=true] { background: var(--text); color: var(--back); border-color: var(--text); }
    .chip:has(.hide[aria-pressed=true]) .name { text-decoration: line-through; opacity: .6; }
    :focus-visible { outline: 2px solid var(--c0); outline-offset: 2px; }
    .swatch { width: 26px; height: 12px; margin-right: .35rem; vertical-align: -1px; }
    .dial { display: flex; gap: .5rem; align-items: center; flex-wrap: wrap; } .dial input { flex: 1 1 12rem; max-width: 26rem; }
    .dial output { font-variant-numeric: tabular-nums; min-width: 3.5rem; }
    .off { display: none !important; } .dim { opacity: .14; } .dim .dim { opacity: 1; }
    .cursor { display: none; stroke: var(--text); stroke-width: 1; opacity: .55; } .cursor.on { display: inline; }
    .at { margin: .6rem 0 0; font-size: .92rem; }
    .headline small { display: block; color: var(--muted); font-weight: 400; font-size: .8rem; white-space: normal; }
    .headline td { white-space: normal !important; min-width: 7.5rem; } .headline .verdict { font-size: .82rem; }
    #stage { border: 1px solid var(--line); border-radius: 8px; padding: .7rem .9rem; margin: .8rem 0; }
    .choices { display: flex; flex-wrap: wrap; gap: .4rem 1rem; align-items: center; font-size: .9rem; }
    .numbers { display: flex; flex-wrap: wrap; gap: .25rem; } .numbers button { min-width: 2rem; }
    .words { position: relative; margin: 2.2rem 0 .6rem; line-height: 3; font-size: 1.05rem; }
    .words .w { border-color: transparent; padding: .1rem .3rem; line-height: 1.4; min-height: 0;
      background: color-mix(in srgb, var(--heat) calc(var(--w, 0) * 55%), transparent); color: var(--text); }
    .words .source { color: var(--c1); } .words .here { border-color: var(--text); }
    .curves { position: absolute; inset: 0; width: 100%; height: 100%; overflow: visible; pointer-events: none; }
    .curves path { fill: none; stroke: var(--c0); stroke-linecap: round; }
    .spoken { min-height: 1.6em; max-width: none; }
    .meters { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr)); gap: .6rem 1.6rem; font-size: .85rem; }
    .gate { display: grid; grid-template-columns: 8.5rem minmax(0, 1fr) 6.5rem; gap: .5rem; align-items: center; margin: .15rem 0; }
    .bar-back { height: .6rem; border: 1px solid var(--line); border-radius: 3px; background: var(--soft); overflow: hidden; }
    .bar-back i { display: block; height: 100%; background: var(--heat); } .number { color: var(--muted); }
    .strip { display: flex; height: .9rem; border: 1px solid var(--line); } .strip i { flex: 1; background: var(--heat); opacity: var(--v); }
    .strip .minus { background: var(--below); } .said { margin-top: .6rem; } .said .guesses { padding-left: 0; }
    @media (max-width: 620px) { #controls { position: static; } button, select { min-height: 2.2rem; } }
    @media (prefers-reduced-motion: no-preference) { .dim, .k0, .k1, .k2, .k3, .k4, .k5 { transition: opacity .12s; } }
    """

  private static let figures = """

    figure { margin: 1.5rem 0 2rem; }
    figcaption { font-size: .83rem; color: var(--muted); max-width: 44rem; margin-top: .35rem; }
    .data { white-space: nowrap; }
    figure svg { display: block; width: 100%; height: auto; overflow: visible; }
    svg.narrow { display: none; max-width: 30rem; } svg.half { max-width: 30rem; }
    .panels { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 20.5rem), 1fr)); gap: 1.1rem 1.4rem; }
    @media (max-width: 620px) { svg.wide { display: none; } svg.narrow { display: block; } }
    #tip { position: fixed; z-index: 9; max-width: 17rem; padding: .3rem .55rem; border-radius: 5px; font-size: .82rem;
      line-height: 1.35; background: var(--text); color: var(--back); pointer-events: none; }
    """

  /// What is inside charts.
  private static let marks = """

    svg text { font: 12px system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
      fill: var(--text); font-variant-numeric: tabular-nums; }
    svg .tick, svg .title, svg .quiet { fill: var(--muted); }
    svg .end { text-anchor: end; } svg .middle { text-anchor: middle; }
    svg .label { font-weight: 600; } svg .label.quiet { font-weight: 400; } svg .group { font-weight: 600; }
    \((0..<6).map { ".s\($0) { --c: var(--c\($0)); }" }.joined(separator: " "))
    svg .label[class*=" s"] { fill: var(--c); }
    .grid { stroke: var(--line); stroke-width: 1; } .axis { stroke: var(--muted); stroke-width: 1; }
    .reference { stroke: var(--muted); stroke-width: 1.3; stroke-dasharray: 2 3; }
    .leader { stroke: var(--muted); stroke-width: .7; opacity: .7; }
    .line { fill: none; stroke: var(--c); stroke-width: 2.2; stroke-linejoin: round; }
    .fit { fill: none; stroke: var(--c); stroke-width: 1.1; opacity: .75; }
    .run { fill: none; stroke: var(--c); stroke-width: .8; opacity: .45; }
    .band { fill: var(--c); opacity: .16; stroke: none; } .bar { stroke: var(--c); stroke-width: 1.5; }
    .m { fill: var(--c); stroke: var(--back); stroke-width: 1; } .one { fill: none; stroke: var(--c); stroke-width: 1; }
    .mark { stroke: var(--text); stroke-width: 1.5; } .mark.dashed { stroke-dasharray: 5 3; } .mark.dotted { stroke-dasharray: 1.5 2.5; }
    .cells path { fill: var(--heat); shape-rendering: crispEdges; } \((0..<10).map { ".q\($0) { fill-opacity: \([0.03, 0.11, 0.2, 0.3, 0.41, 0.52, 0.64, 0.76, 0.88, 1][$0]); }" }.joined(separator: " "))
    .cells .below { fill: var(--below); }
    .cells path:hover { stroke: var(--text); stroke-width: 1.5; vector-effect: non-scaling-stroke; }
    .cells.key path { pointer-events: none; }
    .edge { fill: none; stroke: var(--muted); stroke-width: .6; } .frame { fill: none; stroke: var(--c1); stroke-width: 2; }
    svg .word { font-size: 10px; } svg .word.marked { font-weight: 700; fill: var(--c1); }
    .h { fill: transparent; } .h:hover { fill: var(--text); fill-opacity: .09; }
    """
}
