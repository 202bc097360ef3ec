// Every query (alerts, workbook, pages, the workspace's transformation) as Kusto itself understands it, against the columns of
// the tables that it reads.
import { files, read } from '../lib/report.mjs';
import { diagnose } from '../lib/kusto.mjs';
import { load } from '../lib/terraform.mjs';

export const name = 'kql';
export const promise = 'every query compiles: its tables, columns, functions and types exist and fit';

export async function run(root) {
  const problems = [];
  const check = (where, query) => problems.push(...diagnose(query).map((fault) => `${where}: ${fault}`));
  // What templatefile() puts in is some text, always inside quotation marks.
  const filled = (query) => query.replace(/\$\{\w+\}/g, 'x');

  for (const file of files(root, 'infra', (full) => full.endsWith('.kql'))) check(file, filled(read(root, file)));
  for (const item of JSON.parse(read(root, 'infra/modules/alerts/workbook.json')).items) {
    if (item.content?.query) check(`workbook.json: ${item.name}`, item.content.query);
  }
  for (const page of files(root, 'docs', (full) => full.endsWith('.md'))) {
    for (const [index, [, block]] of [...read(root, page).matchAll(/```kql\n([\s\S]*?)```/g)].entries()) {
      // A block without `let` may hold several queries, each beginning at the start of a line.
      for (const query of block.includes(';') ? [block] : block.split(/\n(?=[A-Za-z_])/)) if (query.trim()) check(`${page}: query ${index + 1}`, query);
    }
  }
  for (const { resources } of (await load(root)).modules) {
    for (const { body, where } of resources) {
      for (const { transform_kql: query, streams = [] } of body.data_flow ?? []) {
        if (typeof query !== 'string') continue;
        for (const stream of streams) check(where, `let source = ${stream.replace('Microsoft-Table-', '')};\n${plain(query)}`);
      }
    }
  }
  return problems;
}

/** A template of HCL with some text in place of each expression: inside a string a word, outside one a condition. */
function plain(template) {
  let out = '';
  let quoted = false;
  for (let index = 0; index < template.length; index++) {
    if (template.startsWith('${', index)) {
      let depth = 0;
      for (; index < template.length; index++) {
        if (template[index] === '{') depth++;
        if (template[index] === '}' && --depth === 0) break;
      }
      out += quoted ? 'x' : 'true';
      continue;
    }
    if (template[index] === "'") quoted = !quoted;
    out += template[index];
  }
  return out;
}
