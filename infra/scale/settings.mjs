// The real settings that the plan is checked against: host.json and Terraform's two environments. A plain reader of
// `name = value` lines is enough here, so that the program needs nothing but Node.
import fs from 'node:fs';
import path from 'node:path';

const read = (root, file) => fs.readFileSync(path.join(root, file), 'utf8');

/** `hh:mm:ss[.fff]` in seconds. */
const seconds = (text) => text.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);

function environment(root, name) {
  const file = `infra/environments/${name}/main.tf`;
  const text = read(root, file);
  const value = (key) => new RegExp(`^\\s*${key}\\s*=\\s*"?([^"\\n#]+?)"?\\s*$`, 'm').exec(text)?.[1];
  const number = (key) => {
    const found = Number(value(key));
    if (!Number.isFinite(found)) throw new Error(`${file}: ${key} is no literal number`);
    return found;
  };
  return {
    cores: number('cpu'),
    minReplicas: number('min_replicas'),
    maxReplicas: number('max_replicas'),
    logDailyGb: number('log_daily_quota_gb'),
    backend: value('durable_backend'),
    partitions: value('partition_count') === undefined ? null : number('partition_count'),
    // What the environment can have: whether it has the second region is decided when it is deployed.
    regions: /^\s*secondary\s*=.*\{$/m.test(text) ? 2 : 1,
  };
}

/** Everything that the plan depends on, as the repository has it. */
export function settings(root) {
  const { http, durableTask } = JSON.parse(read(root, 'host.json')).extensions;
  const { storageProvider } = durableTask;
  const id = read(root, 'FinRisk.Scoring/Ids/ValidationId.cs');
  const constant = (name) => Number(new RegExp(`const int ${name} = (\\d+);`).exec(id)?.[1]);
  const host = {
    partitions: storageProvider.partitionCount,
    activities: durableTask.maxConcurrentActivityFunctions,
    orchestrators: durableTask.maxConcurrentOrchestratorFunctions,
    batch: storageProvider.controlQueueBatchSize,
    longestPoll: seconds(storageProvider.maxQueuePollingInterval),
    httpConcurrent: http.maxConcurrentRequests,
    httpOutstanding: http.maxOutstandingRequests,
  };
  const [dev, prod] = ['dev', 'prod'].map((name) => environment(root, name));
  for (const at of [dev, prod]) at.partitions ??= host.partitions;
  return {
    host,
    dev,
    prod,
    id: { length: constant('Length'), secretBytes: constant('SecretBytes'), timeBytes: constant('TimeBytes') },
  };
}
