// Azure DevOps as infra/devops writes it: no authorisation of all pipelines, a guard for everything that is guarded, and the
// pipelines, templates and names that the YAML has.
import { load } from '../lib/terraform.mjs';
import { files, read } from '../lib/report.mjs';

export const name = 'devops';
export const promise = 'nothing in Azure DevOps is open to all pipelines, each guard covers what it should, pipelines extend what is required';

// What each guard must go over; the locals of guards.tf say what is in them.
const guards = {
  azuredevops_pipeline_authorization: 'authorised',
  azuredevops_check_branch_control: 'guarded',
  azuredevops_check_required_template: 'templates',
  azuredevops_check_exclusive_lock: 'merge(local.endpoints, local.deployments)',
  azuredevops_check_approval: 'deployments',
};

export async function run(root) {
  const problems = [];
  const module = (await load(root)).modules.find(({ name: folder }) => folder === 'infra/devops');
  if (!module) return ['infra/devops: missing'];
  const all = (type) => module.resources.filter((resource) => resource.type === type);
  for (const { body, where, name: label } of all('azuredevops_pipeline_authorization')) {
    if (!body.pipeline_id) problems.push(`${where}: authorisation ${label} names no pipeline, which means all of them`);
  }
  for (const { body, where, name: label } of all('azuredevops_variable_group')) {
    if (body.allow_access !== false) problems.push(`${where}: variable group ${label} is open to all pipelines`);
  }
  for (const [type, over] of Object.entries(guards)) {
    if (!all(type).some(({ body }) => String(body.for_each).includes(over))) problems.push(`infra/devops: no ${type} goes over ${over}`);
  }
  for (const { body, where } of all('azuredevops_check_branch_control')) {
    if (!/refs\/heads\/main/.test(body.verify_branch_protection)) problems.push(`${where}: main must be protected to be trusted`);
  }
  for (const { body, where } of all('azuredevops_check_approval')) {
    if (body.requester_can_approve !== false) problems.push(`${where}: nobody may approve their own run`);
  }
  const endpoints = String(module.locals.get('endpoints')?.value);
  if (!/== "review" \? "refs\/pull\/\*" : "refs\/heads\/main"/.test(endpoints)) problems.push('infra/devops: connections other than review\'s belong to main alone');

  for (const [pipeline, { yaml, template, uses, main }] of Object.entries(module.locals.get('pipelines')?.value ?? {})) {
    if (files(root, '.azure-pipelines', () => true).includes(yaml) === false) { problems.push(`infra/devops: ${pipeline} has no file ${yaml}`); continue; }
    const text = read(root, yaml);
    if (main && !text.includes(`template: ${template?.replace('.azure-pipelines/', '')}`)) problems.push(`${yaml}: does not extend ${template}, which its connections require`);
    if (!main && uses.some((kind) => kind !== 'review')) problems.push(`infra/devops: ${pipeline} runs from any branch and may use ${uses.join()}`);
  }
  return problems;
}
