// The plan in words and tables: Markdown, made from inputs, settings and simulated results, for docs/scale.md and the terminal.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import { assumed, counted, limits, measured, prices } from './inputs.mjs';
import { ceilings, cpu, idle, lowest, monthly, plan, schedulers, transactions } from './arithmetic.mjs';
import { outage, rate, scenarios, stamp } from './scenarios.mjs';
import { rules } from './simulation.mjs';

const whole = (number) => Math.round(number).toLocaleString('en-US');
const tenth = (number) => (Math.round(number * 10) / 10).toLocaleString('en-US', { minimumFractionDigits: 1 });
const share = (number) => `${Math.round(number * 100)} %`;
const table = (head, rows) =>
  [head, head.map((_, index) => (index === 0 ? '---' : '---:')), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
const short = (number) => (number < 10 ? `${Math.round(number * 100) / 100} s` : `${Math.round(number)} s`);

/** What the simulated results depend on: the model, its inputs and the settings. */
export function fingerprint(at) {
  const sources = ['inputs', 'arithmetic', 'simulation', 'scenarios'].map((name) =>
    fs.readFileSync(fileURLToPath(new URL(`${name}.mjs`, import.meta.url)), 'utf8'),
  );
  const { partitions, maxReplicas, cores } = at.prod;
  return createHash('sha256')
    .update(JSON.stringify([sources, at.host, partitions, maxReplicas, cores]))
    .digest('hex')
    .slice(0, 16);
}

/** The fleets of docs/cost.md's two columns of prod. */
export const fleets = (at) => {
  const { prod } = at;
  const { stamps, replicas } = plan(rate, stamp);
  return {
    small: {
      replicas: prod.minReplicas * prod.regions,
      cores: prod.cores,
      environments: prod.regions,
      redis: prod.regions,
      redisEach: 52,
      hubs: Array(prod.regions).fill([prod.partitions, prod.minReplicas]),
      logDailyGb: prod.logDailyGb,
    },
    large: {
      replicas: replicas + prod.minReplicas,
      cores: stamp.cores,
      environments: stamps + 1,
      redis: 2,
      redisEach: 520,
      hubs: [...Array(stamps).fill([stamp.partitions, stamp.replicas]), [stamp.partitions, prod.minReplicas]],
      logDailyGb: prod.logDailyGb,
    },
  };
};

/** Rows of docs/cost.md that follow from load and stamps: label, dollars at 1,000 and at 100,000 requests a minute. */
export function costRows(at) {
  const { small, large } = fleets(at);
  const [few, many] = [monthly((1000 / 60) * prices.seconds, small), monthly(rate * prices.seconds, large)];
  return Object.entries({
    'Container Apps: CPU and memory': 'compute',
    'Container Apps: requests': 'requests',
    'Container Apps: management fee for private endpoints': 'management',
    'Front Door: requests and traffic': 'frontDoor',
    'private endpoints and DNS zones': 'endpoints',
    'NAT gateways and addresses': 'nat',
    'Managed Redis, two regions': 'redis',
    'storage transactions and space': 'storage',
    'Log Analytics': 'logs',
  }).map(([label, key]) => [label, whole(few[key]), whole(many[key])]);
}

/** Blocks of docs/scale.md by name. `results` are the simulated scenarios. */
export function blocks(at, results) {
  const fleet = plan(rate, stamp);
  const kinds = ['bare', 'healthy', 'refused'];
  const t = Object.fromEntries(kinds.map((kind) => [kind, transactions(kind)]));
  const names = [...new Set(kinds.flatMap((kind) => Object.keys(counted[kind].requests)))];
  const today = { partitions: at.prod.partitions, replicas: at.prod.maxReplicas, cores: at.prod.cores };
  const stamps = [
    [`prod as it is set up: ${today.partitions} partitions, ${today.replicas} × ${today.cores} core`, today],
    [`the same with host.json's ${at.host.partitions} partitions`, { ...today, partitions: at.host.partitions }],
    [`the plan's stamp: ${stamp.partitions} partitions, ${stamp.replicas} × ${stamp.cores} cores`, stamp],
  ];
  const [healthyUnits, refusedUnits] = [schedulers(rate, 'healthy'), schedulers(rate, 'refused')];
  const { storage } = monthly(rate * prices.seconds, fleets(at).large);

  return {
    transactions: table(
      ['storage requests of one validation', 'bare orchestration', 'healthy', 'refused while the circuit is open'],
      [
        ...names.map((name) => [`\`${name}\``, ...kinds.map((kind) => counted[kind].requests[name] ?? '–')]),
        ['**counted**', ...kinds.map((kind) => `**${tenth(t[kind].counted)}**`)],
        [
          'reads that brought a message: at least, at most',
          ...kinds.map((kind) => `${tenth(t[kind].least - t[kind].counted)} to ${tenth(t[kind].most - t[kind].counted)}`),
        ],
        ['**planned with**', ...kinds.map((kind) => `**${tenth(t[kind].most)}**`)],
        ['of them on queues', ...kinds.map((kind) => tenth(t[kind].queue))],
        ["CPU, ms, reckoned (the orchestrator's turns)", ...kinds.map((kind) => `${whole(cpu(kind).all)} (${whole(cpu(kind).turns)})`)],
        ['scheduler actions', ...kinds.map((kind) => t[kind].actions)],
      ],
    ),

    idle: table(
      ['requests a second with nothing to do', 'requests', 'a month', 'dollars a month'],
      [
        ['dev', at.dev.partitions, at.dev.minReplicas],
        ['prod, a region', at.prod.partitions, at.prod.minReplicas],
        ["the plan's stamp", stamp.partitions, stamp.replicas],
      ].map(([label, partitions, replicas]) => {
        const requests = idle(partitions, replicas);
        return [
          `${label}: ${partitions} partitions, ${replicas} ${replicas === 1 ? 'replica' : 'replicas'}`,
          tenth(requests),
          `${whole((requests * prices.seconds) / 1e6)} million`,
          whole(((requests * prices.seconds) / 1e4) * prices.queue10k),
        ];
      }),
    ),

    ceilings: table(
      ['validations a second that one stamp carries', ...stamps.map(([label]) => label)],
      [
        ...Object.keys(ceilings(stamp, 'healthy')).map((name) => [
          name,
          ...stamps.map(([, one]) => `${whole(ceilings(one, 'healthy')[name])} / ${whole(ceilings(one, 'refused')[name])}`),
        ]),
        [
          '**lowest, healthy / refused**',
          ...stamps.map(
            ([, one]) => `**${['healthy', 'refused'].map((kind) => whole(lowest(ceilings(one, kind))[1])).join(' / ')}**`,
          ),
        ],
        [
          `planned with, a minute (${share(assumed.busy.value)} healthy, all of it refused)`,
          ...stamps.map(([, one]) =>
            whole(60 * Math.min(lowest(ceilings(one, 'healthy', assumed.busy.value))[1], lowest(ceilings(one, 'refused'))[1])),
          ),
        ],
      ],
    ),

    plan: table(
      [`${whole(rate * 60)} requests a minute = ${whole(rate)} a second`, 'healthy', 'refused, vendor out'],
      [
        ['one stamp carries', `${whole(fleet.each)} a second`, `${whole(fleet.outage)} a second`],
        ['what stops it', `${fleet.name}, at ${share(assumed.busy.value)}`, fleet.outageName],
        ['stamps needed', fleet.healthy, fleet.refused],
        ['with one to lose', fleet.healthy + 1, '–'],
        [
          `**stamps: ${fleet.stamps}**, each with`,
          `${whole(rate / fleet.stamps)} a second`,
          `${whole(rate / fleet.stamps)} a second`,
        ],
        [
          "of its account's ceiling",
          share(
            ((rate / fleet.stamps) * t.healthy.most + idle(stamp.partitions, stamp.replicas)) / limits.accountRequests.value,
          ),
          share(
            ((rate / fleet.stamps) * t.refused.most + idle(stamp.partitions, stamp.replicas)) / limits.accountRequests.value,
          ),
        ],
        [
          `of its ${stamp.replicas * stamp.cores} cores`,
          share(((rate / fleet.stamps) * cpu('healthy').all) / 1000 / stamp.replicas / stamp.cores),
          share(((rate / fleet.stamps) * cpu('refused').all) / 1000 / stamp.replicas / stamp.cores),
        ],
        ['replicas in all', fleet.replicas, fleet.replicas],
      ],
    ),

    scheduler: table(
      ['Durable Task Scheduler', 'healthy', 'refused, vendor out'],
      [
        ['actions of a validation', t.healthy.actions, t.refused.actions],
        ['actions a second', whole(healthyUnits.actions), whole(refusedUnits.actions)],
        [`units of ${whole(limits.schedulerUnitActions.value)} actions a second`, healthyUnits.units, refusedUnits.units],
        [`schedulers, at ${limits.schedulerUnits.value} units each`, healthyUnits.schedulers, refusedUnits.schedulers],
        [
          'use of their units',
          share(
            healthyUnits.actions / healthyUnits.schedulers / limits.schedulerUnits.value / limits.schedulerUnitActions.value,
          ),
          share(
            refusedUnits.actions / refusedUnits.schedulers / limits.schedulerUnits.value / limits.schedulerUnitActions.value,
          ),
        ],
        [
          'a unit may cost this many dollars a month before storage is cheaper',
          '',
          whole(storage / refusedUnits.schedulers / limits.schedulerUnits.value),
        ],
      ],
    ),

    simulation: table(
      ['simulated', ...scenarios(fleet, at.prod).map(({ what }) => what)],
      [
        [
          'replicas × cores',
          ...scenarios(fleet, at.prod).map((one) => `${one.stamps * one.stamp.replicas} × ${one.stamp.cores}`),
        ],
        ...[
          ['requests', (one) => whole(one.arrived)],
          ['ended with a score / refused', (one) => `${whole(one.scored)} / ${whole(one.refused)}`],
          ['turned away at the door (429)', (one) => whole(one.rejected)],
          ['told 202 after 25 s', (one) => whole(one.accepted)],
          ['**lost**', (one) => `**${whole(one.lost)}**`],
          ['p50 / p99 while the vendor answers', (one) => `${short(one.p50)} / ${short(one.p99)}`],
          ['slowest of a thousand, outage included', (one) => short(one.worst)],
          ['under way when the last request has come', (one) => whole(one.backlog)],
          ['all done after', (one) => `${whole(one.drained)} s`],
          [
            'longest line of a stamp: work items / control messages',
            (one) => `${whole(one.workItems)} / ${whole(one.control)}`,
          ],
          ['storage requests of a validation, polls included', (one) => tenth(one.requests)],
          ['busiest second of an account', (one) => whole(one.account)],
          ['cores in use, mean / busiest second', (one) => `${share(one.busy)} / ${share(Math.min(1, one.busiest))}`],
          ['vendor calls', (one) => whole(one.vendorCalls)],
          ['probes, by stamp', (one) => one.probes.join(', ')],
          ['compute and storage, dollars an hour', (one) => tenth(hourly(one))],
        ].map(([label, pick]) => [label, ...scenarios(fleet, at.prod).map(({ key }) => pick(results.scenarios[key]))]),
      ],
    ),

    inputs: table(
      ['input', 'value', 'kind'],
      [
        ...Object.values(limits).map(({ value, what, source, note }) => [
          `${what}${note ? ` (${note})` : ''}`,
          whole(value),
          `[published](${source})`,
        ]),
        ...Object.values(measured).map(({ value, what }) => [what, value, 'measured']),
        ...Object.values(assumed).map(({ value, what }) => [what, value, '**assumed**']),
        ...Object.entries({
          attempts: rules.attempts,
          'attempt time-out, s': rules.attemptTimeout,
          'failures that open the circuit': rules.threshold,
          'break, s': rules.break,
          'first look of a waiting request, s': rules.firstPoll,
          'shortest pause of a queue reader, s': rules.shortestQueuePoll,
        }).map(([what, value]) => [what, value, "the product's own"]),
      ],
    ),
  };
}

/** Compute and storage transactions of a scenario at its own rate, in dollars an hour. */
const hourly = ({ cores, requests }) =>
  3600 * (cores * (prices.vcpuSecond + 2 * prices.gibSecond) + ((rate * requests) / 1e4) * blended());
/** Dollars of 10,000 storage requests in the mix of a healthy validation. */
const blended = () => {
  const { queue, table: rows, most } = transactions('healthy');
  return (queue * prices.queue10k + rows * prices.table10k) / most;
};

/** The page with its blocks filled in: each stands between `<!-- plan: name -->` and `<!-- end -->`. */
export function fill(page, parts) {
  const left = new Set(Object.keys(parts));
  const filled = page.replace(/<!-- plan: (\w+) -->[\s\S]*?<!-- end -->/g, (_, name) => {
    if (!(name in parts)) throw new Error(`docs/scale.md: the program makes no block ${name}`);
    left.delete(name);
    return `<!-- plan: ${name} -->\n\n${parts[name]}\n\n<!-- end -->`;
  });
  if (left.size > 0) throw new Error(`docs/scale.md: no place for ${[...left].join(', ')}`);
  return filled;
}

export { outage };
