// The queries speak the language of docs/telemetry.md, and each alert leads to a paragraph that says what to do.
import { load } from '../lib/terraform.mjs';
import { files, read } from '../lib/report.mjs';

export const name = 'alerts';
export const promise = 'queries use only the event and metric names of docs/telemetry.md, every alert has its runbook paragraph (means, look, do, over when), and every objective of docs/service-levels.md its alert';


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

  problems.push(...objectives(read(root, 'docs/service-levels.md'), alerts.map(([alert]) => alert), (alert) => read(root, `${folder}/${alert}.kql`)));

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
    // Of spans, wherever the page names them.
    attributes: first(/`((?:finrisk|http|url|server|error)\.[a-z._]+)`/g),
  };
}

/** Each objective of docs/service-levels.md has the alert that it names, and where it has a budget the alert knows it. */
function objectives(page, alerts, query) {
  const problems = [];
  const rows = [...page.matchAll(/^\| .+ \| (all|[\d.]+ %) \| .+ \| \[(slo-[a-z]+)\]\(runbook\.md#\2\) \|$/gm)];
  for (const [, share, alert] of rows) {
    if (!alerts.includes(alert)) { problems.push(`docs/service-levels.md: there is no alert ${alert}`); continue; }
    const budget = share === 'all' ? undefined : Number((1 - parseFloat(share) / 100).toFixed(6));
    const known = /^let budget = ([\d.]+);$/m.exec(query(alert))?.[1];
    if (budget !== (known && Number(known))) problems.push(`alert ${alert}: docs/service-levels.md leaves it a budget of ${budget ?? 'none'}, its query has ${known ?? 'none'}`);
  }
  for (const alert of alerts) {
    if (alert.startsWith('slo-') && !rows.some(([, , named]) => named === alert)) problems.push(`docs/service-levels.md: no objective has the alert ${alert}`);
  }
  return problems;
}

function inspect(file, text, { events, metrics, attributes }) {
  const problems = [];
  const query = text.split('\n').filter((line) => !line.trim().startsWith('//')).join('\n');
  for (const [, word] of query.replace(/\bProperties\["[^"]*"\]/g, '').matchAll(/"([^"]*)"/g)) {
    if (/^finrisk[._]/.test(word) && !metrics.has(word)) problems.push(`${file}: docs/telemetry.md has no metric ${word}`);
    if (/^(?:validation|circuit|provider)_[a-z_]+$/.test(word) && !events.has(word)) problems.push(`${file}: docs/telemetry.md has no event ${word}`);
  }
  for (const [, attribute] of query.matchAll(/\bProperties\["([^"]*)"\]/g)) if (!attributes.has(attribute)) problems.push(`${file}: docs/telemetry.md has no attribute ${attribute}`);
  // Whatever an event's or a metric's name is compared with must be one of ours, however it is spelt.
  for (const [, list] of query.matchAll(/\b(?:EventName\)?|event)\s*(?:==|!=|in)\s*(\([^)]*\)|"[^"]*")/g)) {
    for (const [, word] of list.matchAll(/"([^"]*)"/g)) if (!events.has(word)) problems.push(`${file}: docs/telemetry.md has no event ${word}`);
  }
  for (const [, list] of query.matchAll(/\bName\s*(?:==|in)\s*(\([^)]*\)|"[^"]*")/g)) {
    for (const [, word] of list.matchAll(/"([^"]*)"/g)) if (!metrics.has(word)) problems.push(`${file}: docs/telemetry.md has no metric ${word}`);
  }
  return [...new Set(problems)];
}
