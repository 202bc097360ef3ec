// Ceilings, stamps, scheduler units and dollars, from inputs and settings. No simulation here.
import { assumed, counted, limits, measured, prices } from './inputs.mjs';

const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);

/**
 * Storage requests of one validation. A log line says how often a message was put and deleted; each was read as well. A work
 * item is read by itself, a control message with up to 31 others: `most` reckons with one read for each.
 */
export function transactions(kind) {
  const { requests, activities, turns } = counted[kind];
  const all = sum(Object.values(requests));
  const queue = sum(
    Object.entries(requests)
      .filter(([name]) => /control|work items/.test(name))
      .map(([, number]) => number),
  );
  return {
    counted: all,
    queue: queue + activities + turns,
    table: all - queue,
    least: all + activities + turns / limits.batchMessages.value,
    most: all + activities + turns,
    activities,
    turns,
    actions: 1 + 2 * activities,
  };
}

/** CPU of one storage request in milliseconds: nearly all that a validation costs is spent around them. */
export const cpuOfRequest = () => measured.cpuMs.value / transactions('healthy').most;

/** CPU of one validation in milliseconds, and what of it only the owner of its partition can do: its orchestrator's turns. */
export function cpu(kind) {
  const { most, activities, turns } = transactions(kind);
  const turn = 5 * turns + activities; // read, history, batch, instance, delete; and the work item that it puts
  return { all: most * cpuOfRequest(), turns: turn * cpuOfRequest() };
}

/** Requests a second of a hub that has nothing to do. */
export const idle = (partitions, replicas) =>
  partitions * (measured.idlePerQueue.value + measured.idlePerPartition.value) + replicas * measured.idlePerQueue.value;

/** How many validations a second one stamp carries, by what stops it; `kind` is what the validations are like. */
export function ceilings({ partitions, replicas, cores }, kind, share = 1) {
  const { most, activities, turns } = transactions(kind);
  const { all, turns: owned } = cpu(kind);
  const owners = Math.min(partitions, replicas);
  const found = {
    account: (limits.accountRequests.value - idle(partitions, replicas)) / most,
    'work-item queue': limits.queueMessages.value / activities,
    'control queues': (limits.queueMessages.value * partitions) / turns,
    'audit partition': limits.tablePartitionRows.value,
    // An owner's cores do its partitions' turns and its share of everything else.
    'partition owners': (cores * 1000) / (owned / owners + (all - owned) / replicas),
    'all cores': (cores * replicas * 1000) / all,
  };
  return Object.fromEntries(Object.entries(found).map(([name, value]) => [name, value * share]));
}

/** The lowest of them: its name and its validations a second. */
export const lowest = (found) => Object.entries(found).reduce((low, one) => (one[1] < low[1] ? one : low));

/**
 * A fleet of equal stamps for a rate. It carries the rate with one stamp lost, and it carries it while the vendor is out and
 * every validation is refused; not both at once.
 */
export function plan(rate, stamp) {
  const [name, each] = lowest(ceilings(stamp, 'healthy', assumed.busy.value));
  const [outageName, outage] = lowest(ceilings(stamp, 'refused'));
  const [healthy, refused] = [Math.ceil(rate / each), Math.ceil(rate / outage)];
  const stamps = Math.max(healthy + 1, refused);
  return { name, each, outageName, outage, healthy, refused, stamps, replicas: stamps * stamp.replicas };
}

/** Schedulers for a rate: units by actions, and how many schedulers since one has three units at most. */
export function schedulers(rate, kind) {
  const actions = rate * transactions(kind).actions;
  const units = Math.ceil(actions / limits.schedulerUnitActions.value);
  return { actions, units, schedulers: Math.ceil(units / limits.schedulerUnits.value) };
}

/**
 * Dollars a month of the parts of prod that grow with load or with stamps.
 * @param n  requests a month
 * @param fleet  `replicas` and `cores` of a replica, `environments`, `hubs` as [partitions, replicas],
 *   `redis` and the price of each
 */
export function monthly(n, { replicas, cores, environments, hubs, redis, redisEach, logDailyGb }) {
  const p = prices;
  const { queue, table } = transactions('healthy');
  const gb = (kb) => (n * kb) / 1e6;
  const polls = sum(hubs.map(([partitions, readers]) => idle(partitions, readers))) * p.seconds;
  return {
    compute: replicas * cores * p.seconds * (p.vcpuSecond + 2 * p.gibSecond) - p.freeCompute,
    requests: Math.max(0, ((n - p.freeRequests) / 1e6) * p.millionRequests),
    management: environments * p.managementHour * p.hours,
    frontDoor: (n / 1e4) * p.frontDoor10k + gb(p.answerKb) * p.frontDoorGb,
    endpoints: environments * (p.endpoints * p.endpointHour * p.hours + p.zones * p.zone) + gb(p.vendorKb) * p.endpointGb,
    nat: environments * (p.natHour + p.addressHour) * p.hours + gb(p.vendorKb) * p.natGb,
    redis: redis * redisEach,
    storage:
      (n * (queue * p.queue10k + table * p.table10k) + polls * p.queue10k) / 1e4 +
      (gb(p.keptKb) / p.days) * p.keptDays * p.tableGb,
    logs: (Math.min(gb(p.logKb) + p.logBaseGb, p.days * logDailyGb) - p.logFreeGb) * p.logGb,
  };
}
