// What is simulated, and what is kept of it.
import { simulate, quantile } from './simulation.mjs';

export const rate = 100_000 / 60;
export const outage = [240, 330];
/** A stamp of the plan: a replica for each partition, two cores each, so that an owner has room beside its turns. */
export const stamp = { partitions: 16, replicas: 16, cores: 2 };

/** The scenarios; `prod` is a stamp as Terraform makes it today, at its most replicas. */
export const scenarios = (plan, prod) => {
  const today = { partitions: prod.partitions, replicas: prod.maxReplicas, cores: prod.cores };
  return [
    {
      key: 'plan',
      what: `the plan: ${plan.stamps} stamps, ten minutes, vendor out from ${outage[0]} s to ${outage[1]} s`,
      stamps: plan.stamps,
      stamp,
      seconds: 600,
      outage,
    },
    { key: 'lost', what: 'the plan with one stamp lost', stamps: plan.stamps - 1, stamp, seconds: 60 },
    {
      key: 'four',
      what: 'the plan with 4 partitions a stamp',
      stamps: plan.stamps,
      stamp: { ...stamp, partitions: 4 },
      seconds: 60,
    },
    {
      key: 'today',
      what: `one stamp as prod is set up (${today.replicas} replicas of ${today.cores} core)`,
      stamps: 1,
      stamp: today,
      seconds: 60,
    },
  ];
};

/** Runs a scenario: equal stamps, each with a seed of its own, side by side because they share nothing. */
export function run({ stamps, stamp: each, seconds, outage: out }, host) {
  const runs = Array.from({ length: stamps }, (_, index) =>
    simulate({ rate: rate / stamps, seconds, seed: index + 1, outage: out }, each, host),
  );
  const total = (pick) => runs.reduce((sum, one) => sum + pick(one), 0);
  const healthy = out
    ? runs.flatMap(({ latencies }) => latencies.slice(10, out[0]).flat())
    : runs.flatMap(({ latencies }) => latencies.slice(10).flat());
  const all = runs.flatMap(({ latencies }) => latencies.flat());
  const during = (from, to, pick) => runs.flatMap(({ perSecond }) => perSecond.slice(from, to).map(pick));
  const mean = (list) => list.reduce((sum, one) => sum + one, 0) / list.length;
  const busy = (from, to) => mean(during(from, to, ({ cpu }) => cpu)) / (each.replicas * each.cores);
  const series = out
    ? Array.from({ length: 130 }, (_, index) => {
        const [from, to] = [index * 5, index * 5 + 5];
        const answers = runs.flatMap(({ latencies }) => latencies.slice(from, to).flat());
        const rateOf = (key) =>
          total(({ perSecond }) => perSecond.slice(from, to).reduce((sum, one) => sum + (one[key] ?? 0), 0)) / 5;
        const level = (key) => total(({ perSecond }) => perSecond[to - 1]?.[key] ?? 0);
        return {
          at: to,
          scored: rateOf('scored'),
          refused: rateOf('refused') + rateOf('rejected'),
          p50: round(quantile(answers, 0.5)),
          p99: round(quantile(answers, 0.99)),
          running: level('running'),
          workItems: level('workItems'),
          control: level('control'),
          requests: Math.round(rateOf('transactions') / stamps),
          busy: round(rateOf('cpu') / stamps / each.replicas / each.cores),
        };
      }).filter(({ at }) => at <= seconds)
    : undefined;
  return {
    arrived: total(({ arrived }) => arrived),
    scored: total(({ scored }) => scored),
    refused: total(({ refused }) => refused),
    rejected: total(({ rejected }) => rejected),
    accepted: total(({ answers }) => answers.accepted),
    lost: total((one) => one.arrived - one.rejected - one.scored - one.refused),
    vendorCalls: total(({ vendorCalls }) => vendorCalls),
    probes: runs.map(({ probes }) => probes),
    opened: runs.map(({ opened }) => opened.map(round)),
    closed: runs.map(({ closed }) => closed.map(round)),
    p50: round(quantile(healthy, 0.5)),
    p99: round(quantile(healthy, 0.99)),
    worst: round(quantile(all, 0.999)),
    backlog: total(({ perSecond }) => perSecond[seconds - 1].running),
    drained: Math.round(Math.max(...runs.map(({ endedAt }) => endedAt))),
    workItems: Math.max(...runs.map(({ most }) => most.workItems)),
    control: Math.max(...runs.map(({ most }) => most.control)),
    http: Math.max(...runs.map(({ most }) => most.http)),
    requests: round(total(({ transactions }) => transactions) / total(({ arrived }) => arrived)),
    account: Math.max(...during(0, seconds, ({ transactions }) => transactions)),
    busy: round(busy(10, out ? out[0] : seconds)),
    busiest: round(Math.max(...during(10, seconds, ({ cpu }) => cpu)) / (each.replicas * each.cores)),
    replicas: stamps * each.replicas,
    cores: stamps * each.replicas * each.cores,
    series,
  };
}

const round = (number) => Math.round(number * 1000) / 1000;
