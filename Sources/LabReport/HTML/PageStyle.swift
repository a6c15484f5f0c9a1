// The look of a page: one style sheet for screens, phones, dark rooms and paper.

/// The style sheet and the script that every page carries.
enum PageStyle {
  /// Colours by theme, then everything else by those names.
  static var sheet: String {
    """
    :root { color-scheme: light dark; \(variables(.light)) }
    @media screen and (prefers-color-scheme: dark) { :root { \(variables(.dark)) --line: #2c323a; --soft: #1c2026; } }
    """ + layout + tables + charts
  }

  private static func variables(_ theme: Theme) -> String {
    let series = theme.series.enumerated().map { "--c\($0.offset): \($0.element);" }.joined(separator: " ")
    return "--back: \(theme.background); --text: \(theme.text); --muted: \(theme.muted); --good: \(theme.good); "
      + "--bad: \(theme.bad); --open: \(theme.open); --line: #dde1e6; --soft: #f4f6f8; --heat: \(theme.heat); \(series)"
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
    .badge { font-size: .92rem; }
    .alarm { border-left: 4px solid var(--bad); background: var(--soft); padding: .6rem .9rem; margin: .75rem 0; }
    .alarm b { color: var(--bad); }
    .note { border-left: 4px solid var(--line); padding: .3rem .9rem; margin: .6rem 0; font-size: .92rem; }
    .note ul, .alarm ul { margin: .25rem 0; padding-left: 1.1rem; }
    .samples { display: grid; gap: .9rem; }
    .samples h3 { margin: 0; }
    .samples pre { white-space: pre-wrap; margin: .3rem 0 0; }
    .sentence mark { background: none; color: var(--c1); font-weight: 700; } .sentence b { text-decoration: underline; }
    .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
    @media (max-width: 620px) {
      body { padding: .75rem .9rem 3rem; }
      h1 { font-size: 1.5rem; }
      h2 { margin-top: 2.25rem; }
    }
    @media print {
      body { max-width: none; padding: 0; font-size: 10.5pt; }
      h2, h3, section > p, caption { break-after: avoid; }
      svg.wide { max-width: 84%; }
      figure, .panel, p, tr, .samples > div { break-inside: avoid; }
      nav, .data { display: none; }
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
    .claims { width: 100%; } .claims td.why { width: 30%; } .claims .measure { width: 24%; } .claims .what { width: 20%; }
    .claims .measure b { display: block; } .claims .measure span { display: block; color: var(--muted); font-size: .82rem; }
    details { font-size: .85rem; color: var(--muted); } summary { cursor: pointer; }
    .claims .measure b { white-space: nowrap; }
    @media screen and (max-width: 780px) {
      .claims, .claims tbody, .claims tr, .claims td, .claims th { display: block; }
      .claims thead { display: none; }
      .claims tr { border: 1px solid var(--line); border-radius: 8px; padding: .5rem .8rem; margin: .6rem 0; }
      .claims td, .claims th { border: 0; padding: .12rem 0; }
      .claims td.why, .claims .what, .claims .measure { width: auto; }
      .claims .id { float: right; color: var(--muted); }
      .scroll.cards { overflow: visible; }
    }
    @media screen and (max-width: 620px) { table { font-size: .82rem; } th, td { padding-right: .7rem; }
      caption span { display: inline-block; position: sticky; left: 0; max-width: calc(100vw - 1.9rem); }
      .scroll:not(.cards) td { white-space: nowrap; }
      .scroll:not(.cards) th:first-child { position: sticky; left: 0; background: var(--back);
        box-shadow: inset 0 -1px var(--line); } }
    @media print { .scroll { overflow: visible; } table { font-size: 8.5pt; } th, td { padding-right: .5rem; }
      .claims .what { width: 34%; } .claims td.why, .claims .measure { width: 22%; } }
    """

  private static let charts = """

    figure { margin: 1.5rem 0 2rem; }
    figcaption { font-size: .83rem; color: var(--muted); max-width: 44rem; margin-top: .35rem; }
    .data { white-space: nowrap; }
    figure svg { display: block; width: 100%; height: auto; overflow: visible; }
    svg.narrow { display: none; max-width: 30rem; } svg.half { max-width: 30rem; }
    .panels { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 20.5rem), 1fr)); gap: 1.1rem 1.4rem; }
    @media (max-width: 620px) { svg.wide { display: none; } svg.narrow { display: block; } }
    svg text { font: 12px system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
      fill: var(--text); font-variant-numeric: tabular-nums; }
    svg .tick, svg .title, svg .quiet { fill: var(--muted); }
    svg .end { text-anchor: end; } svg .middle { text-anchor: middle; }
    svg .label { font-weight: 600; } svg .label.quiet { font-weight: 400; } svg .group { font-weight: 600; }
    \((0..<6).map { "svg .s\($0) { --c: var(--c\($0)); }" }.joined(separator: " "))
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
    .cells path:hover { stroke: var(--text); stroke-width: 1.5; vector-effect: non-scaling-stroke; }
    .cells.key path { pointer-events: none; }
    .edge { fill: none; stroke: var(--muted); stroke-width: .6; } .frame { fill: none; stroke: var(--c1); stroke-width: 2; }
    svg .word { font-size: 10px; } svg .word.marked { font-weight: 700; fill: var(--c1); }
    .h { fill: transparent; } .h:hover { fill: var(--text); fill-opacity: .09; }
    #tip { position: fixed; z-index: 9; max-width: 17rem; padding: .3rem .55rem; border-radius: 5px; font-size: .82rem;
      line-height: 1.35; background: var(--text); color: var(--back); pointer-events: none; }
    """

  /// Shows values as soon as they are pointed at or touched; without it, browsers show them after a while by themselves.
  static let script = """
    (function () {
      var tip = document.createElement("div");
      tip.id = "tip"; tip.hidden = true;
      document.body.appendChild(tip);
      document.querySelectorAll(".h, .cells path").forEach(function (target) {
        var title = target.querySelector("title");
        if (title === null) { return; }
        target.setAttribute("data-value", title.textContent);
        title.remove();
      });
      function show(event) {
        var value = event.target.getAttribute ? event.target.getAttribute("data-value") : null;
        tip.hidden = value === null;
        if (value === null) { return; }
        tip.textContent = value;
        var box = tip.getBoundingClientRect();
        var left = Math.min(event.clientX + 12, window.innerWidth - box.width - 6);
        var top = event.clientY - box.height - 12;
        tip.style.left = Math.max(6, left) + "px";
        tip.style.top = (top > 4 ? top : event.clientY + 18) + "px";
      }
      document.addEventListener("pointermove", show);
      document.addEventListener("pointerdown", show);
      document.addEventListener("scroll", function () { tip.hidden = true; }, { passive: true });
      window.addEventListener("beforeprint", function () {
        document.querySelectorAll("details").forEach(function (item) { item.open = true; });
      });
    })();
    """
}
