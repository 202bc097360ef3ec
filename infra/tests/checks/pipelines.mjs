// Azure Pipelines checked without Azure DevOps: the YAML parses without duplicate keys, every template exists and gets
// exactly the parameters it declares, every script exists, names of stages and variables resolve, nothing continues on
// error, nothing floats.
import fs from 'node:fs';
import path from 'node:path';
import { parseDocument } from 'yaml';
import { files, read } from '../lib/report.mjs';

export const name = 'pipelines';
export const promise = 'pipelines parse, templates and scripts exist and fit, nothing continues on error, no version floats';

const folder = '.azure-pipelines';
const entries = ['azure-pipelines.yml', 'pull-request.yml', 'drift.yml', 'secrets.yml', 'mutation.yml'];
const conditional = /^\$\{\{\s*(if|elseif|else|each|insert)\b/;

export async function run(root) {
  const problems = [];
  const documents = new Map();
  for (const file of files(root, folder, (full) => /\.ya?ml$/.test(full))) {
    const document = parseDocument(read(root, file), { uniqueKeys: true });
    for (const error of document.errors) problems.push(`${file}: ${error.message.split('\n')[0]}`);
    if (document.errors.length === 0) documents.set(file, document.toJS());
  }
  const templates = new Set(entries.map((entry) => `${folder}/${entry}`));
  const variables = Object.keys(documents.get(`${folder}/variables.yml`)?.variables ?? {});

  for (const [file, tree] of documents) {
    const text = read(root, file);
    for (const node of walk(tree)) {
      if ('continueOnError' in node) problems.push(`${file}: continueOnError hides a failure`);
      if (typeof node.template === 'string') problems.push(...callProblems(file, node, documents, templates));
      if (node.vmImage && /latest/.test(node.vmImage)) problems.push(`${file}: agent image ${node.vmImage} floats`);
      for (const [key, value] of Object.entries(node)) {
        if (/version/i.test(key) && typeof value === 'string' && /latest|\*|^[>^~]|^\d+(\.\d+)?\.x$/.test(value)) problems.push(`${file}: ${key} ${value} floats`);
      }
      if (node.task && !/@\d+$/.test(node.task)) problems.push(`${file}: task ${node.task} names no version`);
      if (node.task?.startsWith('AzureCLI@')) {
        const { azureSubscription, scriptLocation, scriptPath } = node.inputs ?? {};
        if (!/^finrisk-(dev|prod|\$\{\{ parameters\.(environment|to) \}\})-(plan|apply|secrets|review|\$\{\{ parameters\.access \}\})$/.test(azureSubscription ?? '')) problems.push(`${file}: service connection ${azureSubscription} does not follow finrisk-<environment>-<plan|apply|secrets|review>`);
        if (scriptLocation !== 'scriptPath') problems.push(`${file}: Azure CLI steps run scripts from files, which shellcheck reads`);
        problems.push(...scriptProblems(root, file, scriptPath));
      }
      if (typeof node.bash === 'string') {
        for (const [script] of node.bash.matchAll(/(?:\.azure-pipelines|infra)\/[\w./-]+/g)) problems.push(...scriptProblems(root, file, script));
        // A macro inside a script is pasted in as text; what comes from outside goes by environment.
        for (const [, macro] of node.bash.matchAll(/\$\(([A-Za-z][\w.]*)\)/g)) if (!variables.includes(macro)) problems.push(`${file}: $(${macro}) is pasted into a script, hand it over by env`);
      }
      if (node.env) for (const [key, value] of Object.entries(node.env)) {
        if (/KEY|SECRET|TOKEN|PASSWORD|PEPPER/.test(key) && !/^\$\([\w.-]+\)$/.test(String(value))) problems.push(`${file}: ${key} is given a literal`);
      }
    }
    for (const [, expression] of text.matchAll(/\$\{\{(.*?)\}\}/g)) {
      for (const [, parameter] of expression.matchAll(/parameters\.(\w+)/g)) if (!declared(tree).has(parameter)) problems.push(`${file}: parameters.${parameter} is not declared`);
    }
    for (const parameter of declared(tree).keys()) {
      if (!new RegExp(`parameters\\.${parameter}\\b`).test(text)) problems.push(`${file}: parameter ${parameter} is never used`);
    }
    if (/\blatest\b/i.test(text.replace(/#.*$/gm, ''))) problems.push(`${file}: 'latest' is no version`);
  }
  for (const file of documents.keys()) {
    if (!templates.has(file) && !/trivyignore/.test(file)) problems.push(`${file}: no template or pipeline uses it`);
  }
  const everything = [...documents.keys()].map((file) => read(root, file)).join('\n');
  // A name in capitals is meant for the steps' environment, which every variable is in.
  for (const variable of variables) if (!/^[A-Z_]+$/.test(variable) && !everything.includes(`$(${variable})`)) problems.push(`${folder}/variables.yml: ${variable} is never used`);
  for (const script of files(root, `${folder}/scripts`, () => true)) {
    if (!everything.includes(script)) problems.push(`${script}: no step runs it`);
  }
  problems.push(...stageProblems(documents), ...ignoreListProblems(root));
  return [...new Set(problems)];
}

function* walk(node) {
  if (Array.isArray(node)) for (const item of node) yield* walk(item);
  else if (node && typeof node === 'object') {
    yield node;
    for (const value of Object.values(node)) yield* walk(value);
  }
}

function declared(tree) {
  const parameters = tree?.parameters;
  return new Map(Array.isArray(parameters) ? parameters.map((parameter) => [parameter.name, parameter]) : []);
}

function callProblems(file, node, documents, templates) {
  const target = path.posix.normalize(path.posix.join(path.posix.dirname(file), node.template));
  const tree = documents.get(target);
  templates.add(target);
  if (!tree) return [`${file}: there is no template ${node.template}`];
  const problems = [];
  const wanted = declared(tree);
  const given = Object.keys(node.parameters ?? {}).filter((key) => !conditional.test(key));
  for (const parameter of given) {
    const declaration = wanted.get(parameter);
    if (!declaration) { problems.push(`${file}: ${node.template} declares no parameter ${parameter}`); continue; }
    const value = node.parameters[parameter];
    const expression = typeof value === 'string' && value.includes('${{');
    if (declaration.values && !expression && !declaration.values.includes(value)) problems.push(`${file}: ${node.template} does not take ${value} for ${parameter}`);
    if (declaration.type === 'boolean' && !expression && typeof value !== 'boolean') problems.push(`${file}: ${node.template} wants true or false for ${parameter}`);
    if (declaration.type === 'string' && typeof value === 'object') problems.push(`${file}: ${node.template} wants a string for ${parameter}`);
    if (declaration.type === 'object' && !expression && typeof value !== 'object') problems.push(`${file}: ${node.template} wants an object for ${parameter}`);
  }
  for (const [parameter, { default: value }] of wanted) {
    if (value === undefined && !given.includes(parameter)) problems.push(`${file}: ${node.template} needs the parameter ${parameter}`);
  }
  return problems;
}

function scriptProblems(root, file, script) {
  return script && fs.existsSync(path.join(root, script)) ? [] : [`${file}: there is no script ${script}`];
}

/** Stages that templates make, for each environment that calls them, and whom they wait for. */
function stageProblems(documents) {
  const problems = [];
  for (const entry of entries.map((name) => `${folder}/${name}`)) {
    const tree = documents.get(entry);
    if (!tree) { problems.push(`${entry}: missing`); continue; }
    const stages = [];
    // The pipeline itself, or the template that it extends.
    const extended = tree.extends?.template && path.posix.normalize(path.posix.join(folder, tree.extends.template));
    const from = path.posix.dirname(extended ?? entry);
    const body = extended ? documents.get(extended) : tree;
    for (const node of walk(body?.stages ?? [])) {
      if (node.stage) stages.push(extended ? fill(node, tree.extends.parameters ?? {}) : node);
      if (typeof node.template !== 'string') continue;
      const template = documents.get(path.posix.normalize(path.posix.join(from, node.template)));
      for (const stage of template?.stages ?? []) stages.push(fill(stage, node.parameters ?? {}));
    }
    if (stages.length === 0) problems.push(`${entry}: no stage`);
    const names = stages.map(({ stage }) => stage);
    for (const { stage, dependsOn } of stages) {
      for (const other of [dependsOn ?? []].flat()) if (!names.includes(other)) problems.push(`${entry}: stage ${stage} waits for ${other}, which is no stage`);
      if (names.filter((name) => name === stage).length > 1) problems.push(`${entry}: two stages are called ${stage}`);
    }
    for (const { stage, jobs = [], lockBehavior } of stages) {
      // Without it an exclusive lock cancels the run that waits as soon as a newer one does.
      const locks = JSON.stringify(jobs).match(/"azureSubscription"|"environment"|steps\/(?:plan|image)\.yml/);
      if (locks && lockBehavior !== 'sequential') problems.push(`${entry}: stage ${stage} uses something with an exclusive lock and does not say lockBehavior: sequential`);
      const jobNames = jobs.map((job) => job.job ?? job.deployment);
      for (const job of jobs) for (const other of [job.dependsOn ?? []].flat()) if (!jobNames.includes(other)) problems.push(`${entry}: job ${job.job} of ${stage} waits for ${other}, which is no job`);
    }
  }
  const order = ['build', 'plan', 'apply', 'deploy', 'verify'];
  for (const stage of order) if (!documents.has(`${folder}/stages/${stage}.yml`)) problems.push(`${folder}/stages/${stage}.yml: missing`);
  // The gates that make prod prod.
  for (const stage of ['apply', 'deploy']) {
    const jobs = documents.get(`${folder}/stages/${stage}.yml`)?.stages?.[0]?.jobs ?? [];
    if (!jobs.every((job) => job.deployment && job.environment)) problems.push(`${folder}/stages/${stage}.yml: every job must be a deployment to an environment, or its approvals do not apply`);
  }
  return problems;
}

function fill(value, parameters) {
  return JSON.parse(JSON.stringify(value, (_, item) => (typeof item === 'string'
    ? item.replace(/\$\{\{ parameters\.(\w+) \}\}/g, (whole, name) => (typeof parameters[name] === 'string' ? parameters[name] : whole)) : item)));
}

/** Trivy's ignore list: each finding with a reason and a date at most 90 days ahead, none of them passed. */
function ignoreListProblems(root) {
  const file = `${folder}/trivyignore.yaml`;
  if (!fs.existsSync(path.join(root, file))) return [`${file}: missing`];
  const problems = [];
  for (const entry of parseDocument(read(root, file)).toJS()?.vulnerabilities ?? []) {
    const days = (Date.parse(entry.expired_at) - Date.now()) / 86_400_000;
    if (!entry.id || !entry.statement || Number.isNaN(days)) problems.push(`${file}: ${entry.id ?? 'an entry'} needs id, statement and expired_at`);
    else if (days > 90) problems.push(`${file}: ${entry.id} is ignored for more than 90 days`);
  }
  return problems;
}
