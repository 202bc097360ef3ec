// The validation blocks at work: every variable that has one takes and refuses what infra/tests/examples.mjs says, and the
// module tests beside the modules pass. Offline by an evaluator of HCL; where Terraform is on the machine, by Terraform too.
import path from 'node:path';
import { parse } from '@cdktf/hcl2json';
import { examples } from '../examples.mjs';
import { EvaluationError } from '../lib/evaluate.mjs';
import { Module, prepare, value as valueOf } from '../lib/expand.mjs';
import { files, read } from '../lib/report.mjs';
import { load } from '../lib/terraform.mjs';
import { disagreements, terraform, testFiles } from '../lib/terraform-test.mjs';

export const name = 'validations';
export const promise = 'every validation takes the values that it should and refuses the others; every module test passes';
export const after = ['syntax', 'schema', 'references', 'azapi', 'settings'];

export async function run(root) {
  const { modules } = await load(root);
  await prepare(modules);
  const problems = [];
  const cases = [];
  for (const module of modules) {
    const known = examples[module.name] ?? {};
    for (const [variable, { validation, where }] of module.variables) {
      if (!validation) continue;
      const given = known[variable];
      if (!given) { problems.push(`${where}: infra/tests/examples.mjs has no values for ${variable}`); continue; }
      const used = new Set();
      for (const [kind, list] of Object.entries(given)) {
        for (const example of list) {
          const [value, others] = isPair(example) ? example : [example, {}];
          const refusedBy = verdict(module, variable, validation, value, others);
          for (const index of refusedBy) used.add(index);
          const passes = kind === 'accepted';
          if (passes !== (refusedBy.length === 0)) problems.push(`${where}: ${variable} ${passes ? 'refuses' : 'takes'} ${JSON.stringify(value)}${Object.keys(others).length > 0 ? ` with ${JSON.stringify(others)}` : ''}`);
          else cases.push({ module, variable, value, others, passes });
        }
      }
      for (const index of validation.keys()) if (!used.has(index)) problems.push(`${where}: no example is refused by validation ${index + 1} of ${variable}: "${validation[index].error_message}"`);
    }
    for (const variable of Object.keys(known)) if (!module.variables.get(variable)?.validation) problems.push(`infra/tests/examples.mjs: ${module.name} has no validated variable ${variable}`);
  }
  for (const folder of Object.keys(examples)) if (!modules.some((module) => module.name === folder)) problems.push(`infra/tests/examples.mjs: there is no module ${folder}`);
  problems.push(...await moduleTests(root, modules));
  // Terraform is asked only about a tree that the evaluator has nothing against.
  if (problems.length === 0 && terraform()) problems.push(...disagreements(cases));
  return problems;
}

/** `terraform test` without Terraform: the runs of every *.tftest.hcl, whose modules need no provider. */
async function moduleTests(root, modules) {
  const problems = [];
  for (const file of files(root, 'infra', (full) => full.endsWith('.tftest.hcl'))) {
    const module = modules.find(({ name: folder }) => folder === path.dirname(path.dirname(file)));
    if (!module) { problems.push(`${file}: there is no module to test`); continue; }
    const { variables: [shared = {}] = [], run: runs = {} } = await parse(file, read(root, file));
    await prepare([{ resources: [], calls: new Map(), locals: new Map(), outputs: new Map(), providers: {}, variables: new Map([['runs', { runs, shared }]]) }]);
    const done = {};
    // In the order of the file, which the parser does not keep: a run may look back at those before it.
    for (const [, label] of read(root, file).matchAll(/^run "(\w+)"/gm)) {
      const [{ variables: [own = {}] = [], assert = [], expect_failures: expected = [] }] = runs[label];
      const instance = new Module(module, '', valueOf({ ...shared, ...own }, () => null), modules);
      const refused = [...new Set([...instance.refusals()].map(({ variable }) => `\${var.${variable}}`))];
      const wanted = [...expected].sort().join();
      if (refused.sort().join() !== wanted) { problems.push(`${file}: ${label}: ${refused.join(', ') || 'nothing'} is refused, and ${wanted || 'nothing'} should be`); continue; }
      if (refused.length > 0) continue;
      done[label] = Object.fromEntries([...module.outputs.keys()].map((output) => [output, instance.output(output)]));
      const scope = (first) => ({ output: done[label], run: done }[first] ?? instance.lookup()(first));
      for (const { condition, error_message: message } of assert) if (valueOf(condition, scope) !== true) problems.push(`${file}: ${label}: ${message}`);
    }
  }
  if (problems.length === 0 && terraform()) problems.push(...testFiles(root, [...new Set(files(root, 'infra', (full) => full.endsWith('.tftest.hcl')).map((file) => path.dirname(path.dirname(file))))]));
  return problems;
}

const isPair = (example) => Array.isArray(example) && example.length === 2 && example[1] !== null && typeof example[1] === 'object' && !Array.isArray(example[1]);

/** Which of a variable's validation blocks refuse a value; one that cannot be evaluated refuses too, and so does the type. */
function verdict(module, variable, validation, value, others) {
  const instance = new Module(module, '', { ...others, [variable]: value }, []);
  try { instance.variable(variable); } catch (error) { if (error instanceof EvaluationError) return [-1]; throw error; }
  return [...validation.keys()].filter((index) => {
    try { return valueOf(validation[index].condition, instance.lookup()) !== true; } catch (error) { if (error instanceof EvaluationError) return true; throw error; }
  });
}
