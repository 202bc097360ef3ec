// The ten minutes as a picture: four strips over one axis of time. Plain SVG, the same octets for the same results.

const [width, left, right, top, strip, gap] = [900, 74, 20, 40, 120, 46];
const seconds = 600;
const x = (at) => left + (at / seconds) * (width - left - right);
const fixed = (number) => Number(number.toFixed(1));
const line = (x1, x2, y1, y2, style) =>
  `<line x1="${fixed(x1)}" x2="${fixed(x2)}" y1="${fixed(y1)}" y2="${fixed(y2)}" class="${style}"/>`;
const text = (at, y, words, more = '') => `<text x="${fixed(at)}" y="${fixed(y)}"${more ? ` ${more}` : ''}>${words}</text>`;

function axis({ y, low, high, ticks, log }) {
  const scale = (value) => {
    const part = log
      ? (Math.log10(Math.max(value, low)) - Math.log10(low)) / (Math.log10(high) - Math.log10(low))
      : (value - low) / (high - low);
    return y + strip - Math.min(1, Math.max(0, part)) * strip;
  };
  const lines = ticks.map(
    ([value, label]) =>
      line(left, width - right, scale(value), scale(value), 'grid') +
      text(left - 6, scale(value) + 4, label, 'text-anchor="end"'),
  );
  return { scale, drawn: lines.join('\n') };
}

const curve = (series, pick, scale, style) =>
  `<polyline class="${style}" points="${series
    .filter((one) => Number.isFinite(pick(one)))
    .map((one) => `${fixed(x(one.at))},${fixed(scale(pick(one)))}`)
    .join(' ')}"/>`;

/** The picture of one simulated scenario. */
export function plot({ series, opened, closed }, [from, to], ceiling) {
  const strips = [
    {
      title: 'answers a second',
      low: 0,
      high: 3000,
      ticks: [
        [0, '0'],
        [1000, '1,000'],
        [2000, '2,000'],
        [3000, '3,000'],
      ],
      curves: [
        ['a', 'scored', ({ scored }) => scored],
        ['b', 'refused: circuit-open', ({ refused }) => refused],
      ],
    },
    {
      title: 'seconds from request to answer',
      low: 0.1,
      high: 30,
      log: true,
      ticks: [
        [0.1, '0.1'],
        [1, '1'],
        [10, '10'],
      ],
      curves: [
        ['a', 'p50', ({ p50 }) => p50],
        ['b', 'p99', ({ p99 }) => p99],
      ],
    },
    {
      title: 'in all stamps',
      low: 1,
      high: 100_000,
      log: true,
      ticks: [
        [1, '1'],
        [100, '100'],
        [10_000, '10,000'],
      ],
      curves: [
        ['a', 'validations under way', ({ running }) => running],
        ['b', 'work items in line', ({ workItems }) => workItems],
        ['c', 'control messages in line', ({ control }) => control],
      ],
    },
    {
      title: 'share of a stamp',
      low: 0,
      high: 1,
      ticks: [
        [0, '0'],
        [0.5, '50 %'],
        [1, '100 %'],
      ],
      curves: [
        ['a', `account, ${ceiling.toLocaleString('en-US')} a second`, ({ requests }) => requests / ceiling],
        ['b', 'cores', ({ busy }) => busy],
      ],
    },
  ];
  const height = top + strips.length * (strip + gap) + 10;
  const parts = strips.map((one, index) => {
    const y = top + index * (strip + gap);
    const { scale, drawn } = axis({ ...one, y });
    const legend = one.curves.map(
      ([style, name], at) => line(330 + at * 190, 350 + at * 190, y - 11, y - 11, style) + text(355 + at * 190, y - 7, name),
    );
    return [
      text(left, y - 7, one.title, 'class="title"'),
      `<rect x="${fixed(x(from))}" y="${y}" width="${fixed(x(to) - x(from))}" height="${strip}" class="outage"/>`,
      drawn,
      ...legend,
      ...one.curves.map(([style, , pick]) => curve(series, pick, scale, style)),
      ...[0, 60, 120, 180, 240, 300, 360, 420, 480, 540, 600].map((at) =>
        text(x(at), y + strip + 15, `${at} s`, 'text-anchor="middle"'),
      ),
    ].join('\n');
  });
  const marks = [
    [Math.min(...opened.flat()), 'open'],
    [Math.max(...closed.flat()), 'closed'],
  ].map(([at, word]) => line(x(at), x(at), top, height - 10 - gap, 'mark') + text(x(at) + 4, height - 18 - gap, word));
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img"
  aria-label="Ten minutes at 100,000 requests a minute: answers, latency, queues, use; vendor out ${from} s to ${to} s">
<style>
  text { font: 12px system-ui, sans-serif; fill: #333 }
  .title { font-weight: 600; fill: #111 }
  .grid { stroke: #ddd }
  .mark { stroke: #666; stroke-dasharray: 4 3 }
  .outage { fill: #f6d5d0 }
  .a, .b, .c { fill: none; stroke-width: 2 }
  .a { stroke: #1b5e9b } .b { stroke: #c4551a } .c { stroke: #2e7d4f }
</style>
<rect width="100%" height="100%" fill="#fff"/>
${text(left, 16, `vendor out from ${from} s to ${to} s (shaded); first circuit opens and last one closes where marked`)}
${parts.join('\n')}
${marks.join('\n')}
</svg>
`;
}
