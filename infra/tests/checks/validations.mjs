// The validation blocks at work: every variable that has one takes and refuses what infra/tests/examples.mjs says, and the
// module tests beside the modules pass. Offline by an evaluator of HCL; where Terraform is on the machine, by Terraform too.
import { examples } from '../examples.mjs';
import { EvaluationError } from '../lib/evaluate.mjs';
import { Module, prepare, value as valueOf } from '../lib/expand.mjs';
import { load } from '../lib/terraform.mjs';
import { disagreements, terraform } from '../lib/terraform-test.mjs';
import * as references from './references.mjs';

export const name = 'validations';
export const promise = 'every validation takes the values that it should and refuses the others; every module test passes';

export async function run(root) {
  const { modules, problems: unread } = await load(root);
  if (unread.length > 0 || (await references.run(root)).length > 0) return [];
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
  // Terraform is asked only about a tree that the evaluator has nothing against.
  if (problems.length === 0 && terraform()) problems.push(...disagreements(cases));
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
