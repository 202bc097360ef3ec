// The same examples on the real Terraform, where it is on this machine: each variable with its validation in a module of its
// own, which needs no provider, and one `terraform test` run an example.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

export const terraform = () => !spawnSync('terraform', ['version']).error;

const hcl = (value) => JSON.stringify(value).replace(/\$\{/g, '$${').replace(/%\{/g, '%%{');
const answers = new Map();

/** Cases { module, variable, value, others, passes }: those that Terraform decides otherwise, as sentences. */
export function disagreements(cases) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'finrisk-terraform-'));
  try {
    const runs = [];
    const modules = new Map();
    for (const [index, { module, variable, value, others, passes }] of cases.entries()) {
      const text = standalone(module, variable);
      if (!modules.has(text)) {
        modules.set(text, `m${modules.size}`);
        fs.mkdirSync(path.join(folder, modules.get(text)));
        fs.writeFileSync(path.join(folder, modules.get(text), 'main.tf'), text);
      }
      const given = Object.entries({ ...others, [variable]: value }).map(([name, item]) => `    ${name} = ${hcl(item)}`);
      runs.push(`run "r${index}" {\n  command = plan\n  module {\n    source = "./${modules.get(text)}"\n  }\n  variables {\n${given.join('\n')}\n  }\n${passes ? '' : `  expect_failures = [var.${variable}]\n`}}`);
    }
    const key = `${[...modules.keys()].join('\n')}\n${runs.join('\n')}`;
    if (!answers.has(key)) {
      fs.writeFileSync(path.join(folder, 'main.tf'), '');
      fs.writeFileSync(path.join(folder, 'examples.tftest.hcl'), runs.join('\n\n'));
      answers.set(key, play(folder));
    }
    const { failed, error } = answers.get(key);
    return [...error, ...failed.map((run) => Number(run.slice(1))).map((index) => `${cases[index].module.name}: Terraform ${cases[index].passes ? 'refuses' : 'takes'} ${hcl(cases[index].value)} for ${cases[index].variable}, the evaluator of infra/tests does not`)];
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** The test files of modules that need no provider, run by Terraform on copies. */
export function testFiles(root, modules) {
  return modules.flatMap((module) => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'finrisk-terraform-'));
    try {
      fs.cpSync(path.join(root, module), folder, { recursive: true });
      const key = fs.readdirSync(folder, { recursive: true }).filter((file) => /\.(tf|hcl)$/.test(file)).sort().map((file) => fs.readFileSync(path.join(folder, file), 'utf8')).join('\n');
      if (!answers.has(key)) answers.set(key, play(folder));
      const { failed, error } = answers.get(key);
      return [...error, ...failed.map((run) => `${module}: Terraform does not pass ${run}, the evaluator of infra/tests does`)];
    } finally {
      fs.rmSync(folder, { recursive: true, force: true });
    }
  });
}

function play(folder) {
  const env = { ...process.env, TF_IN_AUTOMATION: '1', CHECKPOINT_DISABLE: '1' };
  delete env.TF_CLI_CONFIG_FILE;
  const init = spawnSync('terraform', ['init', '-no-color', '-backend=false'], { cwd: folder, encoding: 'utf8', env });
  if (init.status !== 0) return { failed: [], error: [`terraform init: ${init.stderr.trim().split('\n')[0]}`] };
  const result = spawnSync('terraform', ['test', '-json'], { cwd: folder, encoding: 'utf8', env, maxBuffer: 1 << 28 });
  const events = result.stdout.split('\n').filter(Boolean).map((line) => JSON.parse(line));
  const verdicts = events.filter(({ test_run: run }) => run?.progress === 'complete');
  if (verdicts.length === 0) return { failed: [], error: [`terraform test: ${result.stderr.trim() || events.find(({ '@level': level }) => level === 'error')?.['@message']}`] };
  // After the first error the rest is skipped.
  return { failed: verdicts.filter(({ test_run: run }) => ['fail', 'error'].includes(run.status)).map(({ test_run: run }) => run.run), error: [] };
}

/** A variable as it is written, with the variables and plain locals that its validations look at and nothing else. */
function standalone(module, variable) {
  const written = (name) => module.files.map(({ text }) => new RegExp(`^variable "${name}" \\{\\n[\\s\\S]*?^\\}`, 'm').exec(text)?.[0]).find(Boolean);
  const text = written(variable);
  const others = [...new Set([...text.matchAll(/\bvar\.(\w+)/g)].map((match) => match[1]))].filter((name) => name !== variable);
  const locals = [...new Set([...text.matchAll(/\blocal\.(\w+)/g)].map((match) => match[1]))];
  return [
    text,
    ...others.map((name) => written(name).replace(/\n  validation \{[\s\S]*?\n  \}\n/g, '')),
    ...locals.map((name) => `locals {\n  ${name} = ${JSON.stringify(module.locals.get(name).value)}\n}`),
  ].join('\n\n');
}
