// Every check: { name, promise, run(root) → problems, missing?() → why it cannot run here }.
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

export const checks = [
  syntax, format, pins, schema, references, azapi, contracts, expansion, traps, invariants, order, validations, settings, agreement, secrets, alerts, kql, pages,
  pipelines, durable, devops, shell, behaviour,
];
