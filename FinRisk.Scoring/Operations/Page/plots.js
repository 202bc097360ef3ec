// Small plots in SVG, drawn to the width they have. A plot can be read by pointer and by arrow keys; what it says there stands below it.
const plotHeight = 150;
const edge = { left: 46, right: 8, top: 10, bottom: 20 };
const plotsShown = new Map();

/** The parts of the time axis that are written out beside "now": fewer where there is no room. */
const timeMarks = width => width < 460 ? [0, .5] : [0, .25, .5, .75];

/** A round number at or above the largest value, and its half: the two grid lines. */
function roundUp(largest) {
  const power = 10 ** Math.floor(Math.log10(Math.max(largest, 1)));
  return [1, 2, 4, 6, 8, 10].map(step => step * power).find(step => step >= largest) ?? 10 * power;
}

/**
 * Draws a plot into a box. `series`: [{ name, kind, values, as: 'bar' | 'line' | 'dash' }]; bars stand on each other.
 * `write` says a value, `from` and `step` give the times.
 */
function plot(box, name, series, plotted, write) {
  const state = plotsShown.get(box) ?? shownIn(box);
  Object.assign(state, { name, series, plotted, write });
  redraw(box, state);
}

function shownIn(box) {
  const state = { at: null, svg: draw('svg', { class: 'plot', tabindex: '0', role: 'slider', 'aria-valuemin': '0' }), readout: make('p', { className: 'readout' }) };
  box.append(state.svg, state.readout);
  const move = at => { state.at = at; redraw(box, state); };
  state.svg.addEventListener('pointermove', event => move(state.stepAt(event.offsetX)));
  state.svg.addEventListener('pointerleave', () => move(null));
  state.svg.addEventListener('blur', () => move(null));
  state.svg.addEventListener('keydown', event => {
    const last = state.plotted.completed.length - 1;
    const to = { ArrowLeft: (state.at ?? last + 1) - 1, ArrowRight: (state.at ?? last) + 1, Home: 0, End: last }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    move(Math.min(last, Math.max(0, to)));
  });
  new ResizeObserver(() => state.series && redraw(box, state)).observe(box);
  plotsShown.set(box, state);
  return state;
}

function redraw(box, state) {
  const { series, plotted, svg } = state;
  const [width, steps] = [Math.max(200, box.clientWidth), plotted.completed.length];
  const [innerWidth, innerHeight] = [width - edge.left - edge.right, plotHeight - edge.top - edge.bottom];
  const bars = series.filter(one => one.as === 'bar');
  const stacked = Array.from({ length: steps }, (_, at) => bars.reduce((sum, one) => sum + one.values[at], 0));
  const top = roundUp(Math.max(1, ...stacked, ...series.filter(one => one.as !== 'bar').flatMap(one => one.values.map(value => value ?? 0))));
  const x = at => edge.left + innerWidth * at / steps;
  const y = value => edge.top + innerHeight * (1 - value / top);
  state.stepAt = offset => Math.min(steps - 1, Math.max(0, Math.floor((offset - edge.left) / innerWidth * steps)));

  svg.setAttribute('viewBox', `0 0 ${width} ${plotHeight}`);
  svg.replaceChildren(...grid(state, width, top, x, y), ...drawBars(bars, steps, x, y), ...series.filter(one => one.as !== 'bar').flatMap(one => drawLine(one, steps, x, y)));
  if (state.at !== null && state.at < steps) svg.append(draw('line', { class: 'cross', x1: x(state.at + .5), x2: x(state.at + .5), y1: edge.top, y2: plotHeight - edge.bottom }));
  tell(state, steps);
}

function grid({ plotted, write }, width, top, x, y) {
  const steps = plotted.completed.length;
  const marks = timeMarks(width).map(part => Math.round(part * steps));
  const time = at => clockOfMinute(new Date(Date.parse(plotted.from) + at * plotted.stepSeconds * 1000));
  return [
    ...[0, top / 2, top].flatMap(value => [
      draw('line', { class: value === 0 ? 'base' : 'grid', x1: edge.left, x2: width - edge.right, y1: y(value), y2: y(value) }),
      draw('text', { x: edge.left - 6, y: y(value) + 4, 'text-anchor': 'end' }, write(value, true)),
    ]),
    ...marks.map(at => draw('text', { x: x(at), y: plotHeight - 5, 'text-anchor': 'start' }, time(at))),
    draw('text', { x: width - edge.right, y: plotHeight - 5, 'text-anchor': 'end' }, `now ${zone.name}`),
  ];
}

function drawBars(bars, steps, x, y) {
  const gap = x(1) - x(0) > 4 ? 1 : .2;
  const height = new Array(steps).fill(0);
  return bars.flatMap(one => one.values.flatMap((value, at) => {
    if (!value) return [];
    const below = height[at];
    height[at] += value;
    const tall = Math.max(1, y(below) - y(height[at]));
    return [draw('rect', { class: `bar ${one.kind}`, x: x(at) + gap / 2, width: x(1) - x(0) - gap, y: y(below) - tall, height: tall })];
  }));
}

/** A line through the steps that have a value; where one has none the line is broken. */
function drawLine(one, steps, x, y) {
  const runs = [];
  one.values.forEach((value, at) => {
    if (value === null) return;
    if (at === 0 || one.values[at - 1] === null) runs.push([]);
    runs.at(-1).push([x(at + .5), y(value)]);
  });
  return runs.flatMap(run => run.length === 1
    ? [draw('circle', { class: `dot ${one.kind}`, cx: run[0][0], cy: run[0][1], r: 2.2 })]
    : [draw('path', { class: `line ${one.as} ${one.kind}`, d: 'M' + run.map(point => point.map(part => part.toFixed(1)).join(' ')).join('L') })]);
}

function tell(state, steps) {
  const { svg, plotted, series, write, at } = state;
  const time = step => clockOfMinute(new Date(Date.parse(plotted.from) + step * plotted.stepSeconds * 1000));
  const values = step => series.map(one => `${one.name} ${write(one.values[step])}`).join(', ');
  const shown = at ?? steps - 1;
  const text = series.length ? `${time(shown)}: ${values(shown)}` : `${time(shown)}: nothing`;
  svg.setAttribute('aria-label', state.name);
  svg.setAttribute('aria-valuemax', String(steps - 1));
  svg.setAttribute('aria-valuenow', String(shown));
  svg.setAttribute('aria-valuetext', text);
  say(state.readout, at === null ? '' : text);
}

/** The legend above a plot. */
function legend(list, entries) {
  list.replaceChildren(...entries.map(entry => entry.kind ? make('span', {}, make('i', { className: `${entry.kind} ${entry.as ?? ''}`, ariaHidden: 'true' }), entry.name) : make('span', { textContent: entry.name })));
}
