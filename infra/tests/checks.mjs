// Every check: { name, promise, run(root) → problems, after?: names of checks, missing?() → why it cannot run here }.
import * as syntax from './checks/syntax.mjs';
import * as format from './checks/format.mjs';
import * as pins from './checks/pins.mjs';
import * as schema from './checks/schema.mjs';
import * as references from './checks/references.mjs';
import * as azapi from './checks/azapi.mjs';
import * as contracts from './checks/contracts.mjs';
import * as expansion from './checks/expansion.mjs';
import * as traps from './checks/traps.mjs';
import * as invariants from './checks/invariants.mjs';
import * as order from './checks/order.mjs';
import * as validations from './checks/validations.mjs';
import * as settings from './checks/settings.mjs';
import * as agreement from './checks/agreement.mjs';
import * as secrets from './checks/secrets.mjs';
import * as alerts from './checks/alerts.mjs';
import * as kql from './checks/kql.mjs';
import * as pages from './checks/pages.mjs';
import * as pipelines from './checks/pipelines.mjs';
import * as durable from './checks/durable.mjs';
import * as devops from './checks/devops.mjs';
import * as shell from './checks/shell.mjs';
import * as behaviour from './checks/behaviour.mjs';
import * as scale from './checks/scale.mjs';

// What a tree is made of first, what it means afterwards.
export const checks = [
  syntax, format, pins, schema, references, azapi, contracts, settings, pipelines,
  expansion, traps, invariants, order, validations, agreement, secrets, alerts, kql, pages, durable, devops, shell, behaviour,
  scale,
];

/**
 * Runs the checks on a tree: problems by the name of the check. A check that reads what others vouch for (its `after`) is left
 * out where one of them has something to say: what does not hold together has no meaning to check.
 */
export async function runAll(root, chosen) {
  const found = new Map();
  for (const check of chosen) {
    if (check.after?.some((name) => found.get(name)?.length > 0)) continue;
    found.set(check.name, await check.run(root).catch((error) => [error.stack]));
  }
  return found;
}
