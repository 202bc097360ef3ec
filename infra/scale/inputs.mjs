// What the plan reckons with. Three kinds, kept apart: limits that Microsoft publishes, figures that were measured, and
// assumptions that nobody has measured yet. Change them here; everything else follows.

const learn = 'https://learn.microsoft.com/azure';

/** Published limits, each with its page. */
export const limits = {
  accountRequests: {
    value: 20_000,
    what: 'requests a second to one storage account',
    note: 'queue and table pages; the account page gives 40,000 in South Africa North, 20,000 in South Africa West',
    source: `${learn}/storage/common/scalability-targets-standard-account`,
  },
  queueMessages: {
    value: 2_000,
    what: 'messages a second in one queue',
    source: `${learn}/storage/queues/scalability-targets`,
  },
  tablePartitionRows: {
    value: 2_000,
    what: 'rows a second in one partition of a table',
    source: `${learn}/storage/tables/scalability-targets`,
  },
  partitions: {
    value: 16,
    what: 'partitions of one task hub',
    source: `${learn}/azure-functions/durable/durable-functions-azure-storage-provider`,
  },
  batchMessages: {
    value: 32,
    what: 'messages that one read of a control queue takes',
    source: `${learn}/azure-functions/durable/durable-functions-azure-storage-provider`,
  },
  schedulerUnitActions: {
    value: 2_000,
    what: 'actions a second for each unit of the Durable Task Scheduler',
    source: `${learn}/azure-functions/durable/durable-task-scheduler/durable-task-scheduler-dedicated-sku`,
  },
  schedulerUnits: {
    value: 3,
    what: 'units of one scheduler at most, and at least for high availability',
    source: `${learn}/azure-functions/durable/durable-task-scheduler/durable-task-scheduler-dedicated-sku`,
  },
  environmentCores: {
    value: 100,
    what: 'cores of one Container Apps environment before a larger quota is asked for (5,000 at most)',
    source: `${learn}/container-apps/quotas`,
  },
};

/**
 * Storage requests of one validation by name, from Azurite's access log: 100 requests one by one, polls subtracted. `bare` is
 * an app with one orchestration and one activity that waits in memory; `refused` a validation while the circuit is open.
 */
export const counted = {
  bare: {
    activities: 1,
    turns: 2,
    requests: {
      'POST instances': 1,
      'GET instances': 2,
      'PATCH instances': 2,
      'GET history': 2,
      'POST history batch': 2,
      'POST control': 2,
      'DELETE control': 2,
      'POST work items': 1,
      'DELETE work items': 1,
    },
  },
  healthy: {
    activities: 1,
    turns: 2,
    requests: {
      'POST instances': 1,
      'GET instances': 3.32,
      'PATCH instances': 2,
      'GET history': 2,
      'POST history batch': 2,
      'POST control': 2,
      'DELETE control': 2,
      'POST work items': 1,
      'DELETE work items': 1,
      'GET scores': 1,
      'PUT scores': 1,
      'PUT audit': 1,
    },
  },
  refused: {
    activities: 3,
    turns: 4,
    requests: {
      'POST instances': 1,
      'GET instances': 3.78,
      'PATCH instances': 4,
      'GET history': 4,
      'POST history batch': 4,
      'POST control': 4,
      'DELETE control': 4,
      'POST work items': 3,
      'DELETE work items': 3,
      'GET scores': 2,
      'PUT audit': 1,
    },
  },
};

/** Measured on the real Functions host with Azurite and the simulator, two shared cores. */
export const measured = {
  cpuMs: { value: 34, what: 'CPU of one healthy validation in host and worker together, 16 callers (27.4 + 6.2)' },
  idlePerQueue: { value: 2, what: 'reads a second of an empty queue (maxQueuePollingInterval 0.5 s)' },
  idlePerPartition: { value: 0.1, what: "requests a second that keep a partition's lease" },
  idleP50Ms: { value: 70, what: 'p50 of one caller on an idle host, Azurite, vendor at 0 ms' },
};

/** Nobody has measured these yet. The first three are what a load test in a real subscription should replace. */
export const assumed = {
  storageMedianMs: { value: 5, what: 'storage request in the region, median' },
  storageP99Ms: { value: 30, what: 'the same, 99th percentile' },
  vendorMedianMs: { value: 150, what: "RiskShield's answer, median" },
  vendorP99Ms: { value: 800, what: 'the same, 99th percentile' },
  busy: { value: 0.7, what: 'share of a ceiling that is planned with' },
};

/** List prices in US dollars; where each comes from and how sure it is: docs/cost.md. */
export const prices = {
  hours: 730,
  seconds: 2_628_000,
  days: 365 / 12,
  vcpuSecond: 0.000024,
  gibSecond: 0.000003,
  freeCompute: 5.4,
  millionRequests: 0.4,
  freeRequests: 2_000_000,
  managementHour: 0.1,
  frontDoorBase: 330,
  frontDoor10k: 0.015,
  frontDoorGb: 0.083,
  answerKb: 2,
  endpointHour: 0.01,
  endpoints: 8,
  zone: 0.5,
  zones: 8,
  endpointGb: 0.01,
  vendorKb: 4,
  natHour: 0.045,
  addressHour: 0.005,
  natGb: 0.045,
  queue10k: 0.004,
  table10k: 0.00036,
  tableGb: 0.045,
  keptDays: 7,
  keptKb: 6,
  logGb: 2.3,
  logFreeGb: 5,
  logKb: 6,
  logBaseGb: 30,
};
