import fs from 'node:fs';
import path from 'node:path';
import { load } from '../lib/terraform.mjs';
import { providers, typedVersion } from '../lib/provider-schema.mjs';
import { version as azuredevopsVersion } from '../lib/azuredevops-schema.mjs';

export const name = 'pins';
export const promise = 'one exact version of each provider everywhere, the same that the typings describe; one Terraform';

export async function run(root) {
  const problems = [];
  const seen = new Map();
  for (const module of (await load(root)).modules) {
    const blocks = module.terraform;
    if (!blocks.some((block) => block.required_version)) problems.push(`${module.name}: no required_version`);
    const required = Object.assign({}, ...blocks.flatMap((block) => block.required_providers ?? []));
    for (const [provider, { version, where = module.name }] of Object.entries(required)) {
      if (!/^\d+\.\d+\.\d+$/.test(version)) problems.push(`${where}: ${provider} is not pinned to one version: ${version}`);
      if (seen.has(provider) && seen.get(provider) !== version) problems.push(`${where}: ${provider} ${version} here, ${seen.get(provider)} elsewhere`);
      seen.set(provider, version);
      if (provider === 'azuredevops' && azuredevopsVersion !== version) {
        problems.push(`${where}: azuredevops ${version}, but lib/azuredevops-schema.mjs describes ${azuredevopsVersion}`);
      }
      if (provider in providers && typedVersion(provider) !== version) problems.push(`${where}: ${provider} ${version}, but the typings describe ${typedVersion(provider)}`);
    }
    for (const { type, where } of module.resources) {
      const provider = type.split('_')[0];
      if (provider !== 'terraform' && !required[provider]) problems.push(`${where}: ${type} is used, but ${module.name} does not require ${provider}`);
    }
    for (const provider of Object.keys(required)) {
      // A composing module names a provider for the modules below it.
      if (!module.resources.some(({ type }) => type.startsWith(`${provider}_`)) && module.calls.size === 0) problems.push(`${module.name}: ${provider} is required and not used`);
    }
  }
  const pinned = fs.readFileSync(path.join(root, 'infra/.terraform-version'), 'utf8').trim();
  const inPipeline = /terraformVersion: (\S+)/.exec(fs.readFileSync(path.join(root, '.azure-pipelines/variables.yml'), 'utf8'))?.[1];
  if (inPipeline !== pinned) problems.push(`.azure-pipelines/variables.yml: Terraform ${inPipeline}, but infra/.terraform-version says ${pinned}`);
  return problems;
}
