// The queries speak the language of docs/telemetry.md, and each alert leads to a paragraph that says what to do.
import { load } from '../lib/terraform.mjs';
import { files, read } from '../lib/report.mjs';

export const name = 'alerts';
export const promise = 'queries use only the event and metric names of docs/telemetry.md, and every alert has its runbook paragraph: means, look, do, over when';


export const slug = (heading) => heading.trim().toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, '').replace(/\s/g, '-');

export async function run(root) {
  const problems = [];
  const known = vocabulary(read(root, 'docs/telemetry.md'));
  const module = (await load(root)).modules.find(({ name: folder }) => folder === 'infra/modules/alerts');
  const alerts = Object.entries(module?.locals.get('alerts')?.value ?? {});
  const folder = 'infra/modules/alerts/queries';
  const queries = files(root, folder, (file) => file.endsWith('.kql'));
  const runbook = files(root, 'docs', (file) => file.endsWith('runbook.md')).length ? read(root, 'docs/runbook.md') : '';
  const headings = [...runbook.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading]) => slug(heading));

  if (alerts.length === 0) problems.push('infra/modules/alerts: no alerts found');
  for (const [alert, { severity, title, frequency, window }] of alerts) {
    if (!queries.includes(`${folder}/${alert}.kql`)) problems.push(`${folder}/${alert}.kql: missing`);
    if (!(severity >= 0 && severity <= 3)) problems.push(`alert ${alert}: severity must be 0 to 3`);
    if (!title || !frequency || !window) problems.push(`alert ${alert}: title, frequency and window are all needed`);
    if (!headings.includes(alert)) problems.push(`docs/runbook.md: no heading '${alert}' for the alert of that name`);
  }
  for (const section of runbook.split(/^## /m).find((part) => part.startsWith('Alerts'))?.split(/^### /m).slice(1) ?? []) {
    const alert = section.split('\n')[0];
    for (const part of ['Means.', 'Look.', 'Do.', 'Over when']) if (!section.includes(`**${part}**`)) problems.push(`docs/runbook.md: ${alert} has no paragraph '${part}'`);
  }
  for (const file of queries) if (!alerts.some(([alert]) => file === `${folder}/${alert}.kql`)) problems.push(`${file}: no alert uses it`);

  // Links with an anchor of their own, as the metric alert has.
  for (const { where, text } of module?.files ?? []) {
    for (const [, anchor] of text.matchAll(/\$\{var\.runbook_url\}#([a-z0-9-]+)/g)) {
      if (!headings.includes(anchor)) problems.push(`${where}: docs/runbook.md has no heading '${anchor}'`);
    }
  }

  for (const file of queries) {
    const query = read(root, file);
    problems.push(...inspect(file, query, known));
    if (!/^\s*\|\s*where .*[<>=]/m.test(query.trimEnd().split('\n').at(-1)) && !/^\|\s*where/.test(query.trimEnd().split('\n').at(-1))) problems.push(`${file}: must end in the condition that makes it an alert`);
    if (!query.startsWith('//')) problems.push(`${file}: must start with a comment that says what it asks`);
  }
  const workbook = JSON.parse(read(root, 'infra/modules/alerts/workbook.json'));
  for (const item of workbook.items) if (item.content?.query) problems.push(...inspect(`workbook.json: ${item.name}`, item.content.query, known));
  for (const [index, match] of [...runbook.matchAll(/```kql\n([\s\S]*?)```/g)].entries()) problems.push(...inspect(`docs/runbook.md: query ${index + 1}`, match[1], known));
  return problems;
}

/** The names in its two tables: events by their level, metrics by their unit. EventTests holds the first to the code. */
function vocabulary(telemetry) {
  const first = (pattern) => new Set([...telemetry.matchAll(pattern)].map(([, word]) => word));
  return {
    events: first(/^\| `([a-z_]+)` \| (?:Trace|Debug|Information|Warning|Error|Critical) \|/gm),
    metrics: first(/^\| `(finrisk\.[a-z._]+)` \|/gm),
  };
}

function inspect(file, text, { events, metrics }) {
  const problems = [];
  const query = text.split('\n').filter((line) => !line.trim().startsWith('//')).join('\n');
  for (const [, word] of query.matchAll(/"([^"]*)"/g)) {
    if (/^finrisk[._]/.test(word) && !metrics.has(word)) problems.push(`${file}: docs/telemetry.md has no metric ${word}`);
    if (/^(?:validation|circuit|riskshield)_[a-z_]+$/.test(word) && !events.has(word)) problems.push(`${file}: docs/telemetry.md has no event ${word}`);
  }
  // Whatever an event's or a metric's name is compared with must be one of ours, however it is spelt.
  for (const [, list] of query.matchAll(/\b(?:EventName\)?|event)\s*(?:==|!=|in)\s*(\([^)]*\)|"[^"]*")/g)) {
    for (const [, word] of list.matchAll(/"([^"]*)"/g)) if (!events.has(word)) problems.push(`${file}: docs/telemetry.md has no event ${word}`);
  }
  for (const [, list] of query.matchAll(/\bName\s*(?:==|in)\s*(\([^)]*\)|"[^"]*")/g)) {
    for (const [, word] of list.matchAll(/"([^"]*)"/g)) if (!metrics.has(word)) problems.push(`${file}: docs/telemetry.md has no metric ${word}`);
  }
  return [...new Set(problems)];
}
