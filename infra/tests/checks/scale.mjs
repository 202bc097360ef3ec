// The plan to 100,000 requests a minute: its program against the real settings, its pages against the program, and its model
// against what must hold in any model. Figures of the ten minutes are not repeated here, which takes a minute: they carry the
// fingerprint of what they were made from.
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { read } from '../lib/report.mjs';

export const name = 'scale';
export const promise =
  "the plan agrees with host.json, Terraform and the product's defaults; its pages are what it prints; its model loses nothing";

/** What the check reads outside infra/, .azure-pipelines/ and docs/. */
export const scaleFiles = [
  'host.json',
  'FinRisk.Scoring/Ids/ValidationId.cs',
  'FinRisk.Functions/Validations/ReadSchedule.cs',
];

const setting = 'AzureFunctionsJobHost__extensions__durableTask__storageProvider__partitionCount';
const runs = new Map();

export async function run(root) {
  const load = (module) => import(pathToFileURL(path.join(root, 'infra/scale', `${module}.mjs`)));
  const [{ settings }, arithmetic, { limits, measured, counted }, report, { rules, simulate }, { plot }, scenarios, stamps] =
    await Promise.all(['settings', 'arithmetic', 'inputs', 'report', 'simulation', 'plot', 'scenarios', 'stamps'].map(load));
  const problems = [];
  const expect = (what, holds) => {
    if (!holds) problems.push(what);
  };
  const at = settings(root);

  // Settings.
  expect(
    `infra/environments/prod/main.tf: ${at.prod.partitions} partitions; prod needs ${limits.partitions.value} from the first day`,
    at.prod.partitions === limits.partitions.value,
  );
  expect("infra/environments/dev/main.tf: development keeps host.json's partitions", at.dev.partitions === at.host.partitions);
  expect(
    `infra/modules/app/settings.tf: no setting ${setting}`,
    read(root, 'infra/modules/app/settings.tf').includes(`"${setting}"`),
  );
  expect('host.json: more partitions than a hub can have', at.host.partitions <= limits.partitions.value);
  expect('host.json: a larger batch than a queue gives', at.host.batch <= limits.batchMessages.value);
  for (const [label, { replicas, cores }] of [
    ['prod at its most replicas', { replicas: at.prod.maxReplicas, cores: at.prod.cores }],
    ['a stamp of the plan', scenarios.stamp],
  ]) {
    expect(
      `${label} wants more cores than an environment has: ${replicas * cores}`,
      replicas * cores <= limits.environmentCores.value,
    );
  }
  expect(
    "infra/scale/inputs.mjs: an empty queue is not read at the pace of host.json's maxQueuePollingInterval",
    measured.idlePerQueue.value === 1 / at.host.longestPoll,
  );

  // The product's defaults, as the contract and the code have them.
  const contract = read(root, 'docs/contract.md');
  const row = (key) => contract.split('\n').find((line) => line.startsWith(`| \`${key}\` |`)) ?? '';
  for (const [key, words] of [
    ['RiskShield:AttemptTimeout', `| ${rules.attemptTimeout} s |`],
    ['Retry:MaxAttempts', `| ${rules.attempts} |`],
    ['Retry:FirstDelay', `| ${rules.firstDelay} s |`],
    ['Circuit:FailureThreshold', `| ${rules.threshold} |`],
    ['Circuit:BreakDuration', `| ${rules.break} s |`],
    ['Validation:SyncWait', `| ${rules.syncWait} s |`],
  ])
    expect(`docs/contract.md: ${key} is not what infra/scale/simulation.mjs reckons with (${words})`, row(key).includes(words));
  const schedule = read(root, 'FinRisk.Functions/Validations/ReadSchedule.cs');
  expect(
    'ReadSchedule.cs: the first poll is not when the model says',
    schedule.includes(`_poll = TimeSpan.FromMilliseconds(${rules.firstPoll * 1000});`),
  );
  expect(
    'ReadSchedule.cs: the longest pause between polls is not what the model says',
    schedule.includes(`MaxPoll = TimeSpan.FromSeconds(${rules.longestPoll});`),
  );

  // Pages.
  const results = JSON.parse(read(root, 'infra/scale/results.json'));
  if (results.fingerprint !== report.fingerprint(at)) {
    problems.push(
      'infra/scale/results.json: simulated with other settings or another model; run node infra/scale/plan.mjs --write',
    );
  } else {
    const page = read(root, 'docs/scale.md');
    let filled;
    try {
      filled = report.fill(page, report.blocks(at, results));
    } catch (error) {
      problems.push(error.message);
    }
    if (filled !== undefined && filled !== page) {
      const [is, was] = [filled.split('\n'), page.split('\n')];
      const line = is.findIndex((text, index) => text !== was[index]);
      problems.push(`docs/scale.md: line ${line + 1} is not what the program prints: ${is[line]}`);
    }
    const picture = path.join(root, 'docs/scale.svg');
    expect(
      'docs/scale.svg is not the picture of infra/scale/results.json',
      fs.existsSync(picture) &&
        fs.readFileSync(picture, 'utf8') === plot(results.scenarios.plan, scenarios.outage, limits.accountRequests.value),
    );
    for (const [key, one] of Object.entries(results.scenarios))
      expect(`infra/scale/results.json: ${key} lost ${one.lost} validations`, one.lost === 0);
  }
  problems.push(...costs(read(root, 'docs/cost.md'), report.costRows(at)));

  // Arithmetic.
  for (const kind of Object.keys(counted)) {
    const { requests, activities, turns } = counted[kind];
    expect(
      `infra/scale/inputs.mjs: ${kind} does not read its history once a turn, or puts a work item that is no activity`,
      requests['GET history'] === turns &&
        requests['POST history batch'] === turns &&
        requests['POST work items'] === activities,
    );
  }
  const fleet = arithmetic.plan(scenarios.rate, scenarios.stamp);
  for (const [kind, count] of [
    ['healthy', fleet.stamps - 1],
    ['refused', fleet.stamps],
  ]) {
    for (const [ceiling, value] of Object.entries(arithmetic.ceilings(scenarios.stamp, kind))) {
      expect(`the plan: ${count} stamps meet the ceiling of ${ceiling} (${kind})`, scenarios.rate / count < value);
    }
  }
  problems.push(...owners(stamps, at.id));

  const sources =
    ['inputs', 'arithmetic', 'simulation'].map((file) => read(root, `infra/scale/${file}.mjs`)).join('') +
    JSON.stringify(at.host);
  if (!runs.has(sources)) runs.set(sources, model(simulate, at.host, { limits, measured, arithmetic, rules }));
  problems.push(...runs.get(sources));
  return problems;
}

/** docs/cost.md: rows that follow from load and stamps, and that every column adds up. */
function costs(page, rows) {
  const problems = [];
  const lines = page
    .split('\n')
    .filter((line) => /^\|.*\|$/.test(line))
    .map((line) =>
      line
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim()),
    );
  const from = lines.findIndex((cells) => cells[1] === 'dev idle');
  const to = lines.findIndex(([label]) => label === '**sum**');
  const cells = new Map(lines.slice(from, to + 1).map(([label, ...values]) => [label, values]));
  for (const [label, few, many] of rows) {
    const [, , small, large] = cells.get(label) ?? [];
    if (small !== few || large !== many)
      problems.push(`docs/cost.md: '${label}' says ${small} and ${large}, the program ${few} and ${many}`);
  }
  const number = (text) => (/\d/.test(text ?? '') ? Number(text.replace(/[*,]/g, '')) : 0);
  const parts = [...cells].filter(([label]) => !/^$|requests in a month|^replicas|sum/.test(label));
  (cells.get('**sum**') ?? []).forEach((sum, column) => {
    const added = parts.reduce((total, [, values]) => total + number(values[column]), 0);
    if (Math.abs(added - number(sum)) > 2) problems.push(`docs/cost.md: column ${column + 1} adds up to ${added}, not ${sum}`);
  });
  return problems;
}

/** Who owns an id and a key. */
function owners({ spareBits, withStamp, stampOf, pathPattern, owners: order }, format) {
  const problems = [];
  const expect = (what, holds) => {
    if (!holds) problems.push(what);
  };
  expect(`ValidationId: ${spareBits(format)} spare bits hold no stamp of 16`, spareBits(format) === 4);
  const ids = ['06h08pj2nkjf6kesqi3toco3705q2ev80g50', '06h08pj2nkjf6kesqi3toco3705q2ev80g5g'];
  for (let stamp = 0; stamp < 16; stamp++) {
    for (const id of ids) {
      const named = withStamp(id, stamp);
      expect(
        'stamps: an id changes beside its stamp',
        named.length === id.length && named.slice(0, -1) === id.slice(0, -1) && stampOf(named) === stamp,
      );
      const matching = Array.from({ length: 16 }, (_, other) => other).filter((other) =>
        new RegExp(pathPattern(other)).test(`validations/${named}`),
      );
      expect(`stamps: the rules of stamps ${matching.join()} match an id of stamp ${stamp}`, matching.join() === String(stamp));
    }
  }
  expect(
    'stamps: ids from before there were stamps are not those of stamp 0',
    ids.every((id) => stampOf(id) === 0),
  );

  const keys = Array.from({ length: 4000 }, (_, index) => [`caller-${index % 7}`, `key-${index}`]);
  const first = (stamps) => keys.map(([caller, key]) => order(caller, key, stamps)[0]);
  const [four, five, three] = [first([0, 1, 2, 3]), first([0, 1, 2, 3, 4]), first([0, 1, 3])];
  for (let stamp = 0; stamp < 4; stamp++)
    expect('stamps: keys are not spread evenly', Math.abs(four.filter((one) => one === stamp).length - 1000) < 150);
  expect(
    'stamps: a new stamp moves keys between the others',
    four.every((one, index) => five[index] === one || five[index] === 4),
  );
  expect(
    'stamps: a lost stamp moves keys of the others',
    four.every((one, index) => one === 2 || three[index] === one),
  );
  expect(
    'stamps: what stands in for a lost stamp is not its next',
    keys.every(([caller, key], index) => four[index] !== 2 || three[index] === order(caller, key, [0, 1, 2, 3])[1]),
  );
  return problems;
}

/** What must hold in any run, with and without an outage. */
function model(simulate, host, { limits, measured, arithmetic, rules }) {
  const problems = [];
  const stamp = { partitions: 4, replicas: 4, cores: 2 };
  const load = { rate: 60, seconds: 130, seed: 7, outage: [30, 50] };
  for (const [label, one, under, settings] of [
    ['steady', simulate({ rate: 60, seconds: 60, seed: 3 }, stamp, host), 60, host],
    ['outage', simulate(load, stamp, host), 60, host],
    [
      'crowd',
      simulate({ rate: 400, seconds: 5, seed: 5 }, stamp, {
        ...host,
        activities: 8,
        orchestrators: 4,
        httpConcurrent: 32,
        httpOutstanding: 64,
      }),
      400,
      { ...host, activities: 8, orchestrators: 4, httpConcurrent: 32, httpOutstanding: 64 },
    ],
  ]) {
    const expect = (what, holds) => {
      if (!holds) problems.push(`the model (${label}): ${what}`);
    };
    const answers = Object.values(one.answers).reduce((sum, number) => sum + number, 0);
    expect(
      `${one.arrived} arrived, ${one.scored} + ${one.refused} ended, ${one.rejected} turned away, ${one.running} run for ever`,
      one.running === 0 && one.arrived === one.scored + one.refused + one.rejected,
    );
    expect(`${one.arrived} asked, ${answers} were answered`, answers === one.arrived);
    expect('time in the system and the sum of all stays differ', Math.abs(one.area - one.sojourn) < 1e-6 * one.area);
    expect(
      'more activities, turns or requests at once than host.json allows',
      one.most.activities <= settings.activities &&
        one.most.turns <= settings.orchestrators &&
        one.most.http <= settings.httpConcurrent,
    );
    const seconds = one.perSecond.filter(Boolean);
    expect(
      'an account serves more than its ceiling',
      seconds.every(({ transactions }) => transactions <= limits.accountRequests.value + 10),
    );
    expect(
      'more CPU than there are cores',
      seconds.every(({ cpu }) => cpu <= stamp.replicas * stamp.cores * 1.02),
    );
    expect(
      'fewer vendor calls than scores, or more than attempts',
      one.vendorCalls >= one.scored && one.vendorCalls <= one.arrived * rules.attempts,
    );
    expect('a probe without a break before it', one.probes <= one.opened.length);
    if (label === 'steady') {
      // Little's law: what is seen once a second, against rate and stay, which are counted apart from it.
      const seen = seconds.slice(10, 60).reduce((sum, { running }) => sum + running, 0) / 50;
      const law = under * (one.sojourn / (one.scored + one.refused));
      expect(
        `Little's law: ${seen.toFixed(1)} under way, rate times stay says ${law.toFixed(1)}`,
        Math.abs(seen - law) < 0.15 * law,
      );
      expect(
        'a circuit opens without a failure',
        one.opened.length === 0 && one.refused === 0 && one.vendorCalls === one.scored,
      );
    }
    if (label === 'outage') {
      expect(
        'the circuit does not open in an outage and close after it',
        one.opened.length > 0 && one.closed.length === 1 && one.closed[0] > load.outage[1] && one.refused > 0,
      );
      expect('one probe a break', one.probes === one.opened.length);
      const open = seconds.filter((_, index) => index > one.opened[0] + 30 && index < one.closed[0] - 1);
      expect('somebody is scored while the circuit refuses', open.length > 0 && open.every(({ scored }) => scored === 0));
    }
    if (label === 'crowd') expect('a crowd beyond httpOutstanding is not turned away', one.rejected > 0);
  }

  const again = [simulate(load, stamp, host), simulate(load, stamp, host)].map(({ arrived, sojourn, transactions, opened }) =>
    JSON.stringify([arrived, sojourn, transactions, opened]),
  );
  if (again[0] !== again[1]) problems.push('the model: the same seed gives two runs');

  // The model against the real host: one caller, one replica, an Azurite at 2 ms, a vendor that answers at once.
  const alone = simulate({ rate: 1, seconds: 300, seed: 1 }, { partitions: 4, replicas: 1, cores: 2 }, host, {
    gap: () => 3,
    storage: () => 0.002,
    vendor: () => 0.001,
  });
  const p50 = alone.latencies.flat().sort((a, b) => a - b)[Math.floor(alone.arrived / 2)] * 1000;
  if (Math.abs(p50 - measured.idleP50Ms.value) > 0.2 * measured.idleP50Ms.value)
    problems.push(`the model: p50 of one caller is ${p50.toFixed(0)} ms, measured were ${measured.idleP50Ms.value}`);
  const requests = (alone.transactions - alone.polls) / alone.arrived;
  const { counted } = arithmetic.transactions('healthy');
  if (Math.abs(requests - counted) > 1)
    problems.push(`the model: ${requests.toFixed(1)} storage requests of a validation, counted were ${counted.toFixed(1)}`);
  return problems;
}
