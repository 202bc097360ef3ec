// One stamp as a discrete-event model: requests, partition readers, work-item readers, cores, the storage account, the vendor
// and the circuit. Times in seconds. The same seed gives the same run on every machine.
import { assumed, limits } from './inputs.mjs';
import { cpuOfRequest } from './arithmetic.mjs';

/** What the product's own defaults say (contract, sections 5 and 9). */
export const rules = {
  attempts: 3,
  firstDelay: 1,
  attemptTimeout: 10,
  threshold: 5,
  break: 60,
  viewAge: 0.5,
  syncWait: 25,
  firstPoll: 0.25,
  longestPoll: 2,
  shortestQueuePoll: 0.05,
  bufferedMessages: 256,
};

/** sfc32: small, fast, the same everywhere. */
function random(seed) {
  let [a, b, c, d] = [0x9e3779b9, 0x243f6a88, 0xb7e15162, seed >>> 0];
  const next = () => {
    const t = (a + b + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + t) | 0;
    return (t >>> 0) / 4294967296;
  };
  for (let i = 0; i < 15; i++) next();
  return next;
}

/** First in, first out, without moving what is left. */
class Line {
  #items = [];
  #head = 0;
  get length() {
    return this.#items.length - this.#head;
  }
  push(item) {
    this.#items.push(item);
  }
  shift() {
    const item = this.#items[this.#head++];
    if (this.#head > 4096 && this.#head * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#head);
      this.#head = 0;
    }
    return item;
  }
}

/** What is due next; at the same moment, what was said first. */
class Agenda {
  #heap = [];
  #said = 0;
  get isEmpty() {
    return this.#heap.length === 0;
  }
  add(time, act, on) {
    const heap = this.#heap;
    const event = { time, said: this.#said++, act, on };
    let at = heap.length;
    heap.push(event);
    while (at > 0) {
      const up = (at - 1) >> 1;
      if (!before(event, heap[up])) break;
      heap[at] = heap[up];
      at = up;
    }
    heap[at] = event;
  }
  take() {
    const heap = this.#heap;
    const first = heap[0];
    const event = heap.pop();
    if (heap.length > 0) {
      let at = 0;
      for (;;) {
        let child = 2 * at + 1;
        if (child >= heap.length) break;
        if (child + 1 < heap.length && before(heap[child + 1], heap[child])) child++;
        if (!before(heap[child], event)) break;
        heap[at] = heap[child];
        at = child;
      }
      heap[at] = event;
    }
    return first;
  }
}
const before = (a, b) => a.time < b.time || (a.time === b.time && a.said < b.said);

/** A lognormal of this median and 99th percentile. */
function lognormal(next, median, p99) {
  const sigma = Math.log(p99 / median) / 2.3263;
  return () => median * Math.exp(sigma * Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()));
}

/**
 * Runs one stamp for `seconds` and then until nothing is left to do.
 * @param load  `rate` requests a second (Poisson), `seconds`, `seed`, `outage` as [from, to] in which no vendor call is answered
 * @param stamp  `partitions`, `replicas`, `cores` of a replica
 * @param host  settings of host.json (settings.mjs)
 * @param give  other storage or vendor times than the assumed ones, in seconds, and an arrival that is no Poisson process
 */
export function simulate({ rate, seconds, seed, outage = [Infinity, Infinity] }, stamp, host, give = {}) {
  const next = random(seed);
  const storageTime = give.storage ?? lognormal(next, assumed.storageMedianMs.value / 1000, assumed.storageP99Ms.value / 1000);
  const vendorTime = give.vendor ?? lognormal(next, assumed.vendorMedianMs.value / 1000, assumed.vendorP99Ms.value / 1000);
  const agenda = new Agenda();
  const request = cpuOfRequest() / 1000;
  let now = 0;
  let account = 0;
  let running = 0;
  let arriving = true;
  const out = {
    arrived: 0,
    rejected: 0,
    scored: 0,
    refused: 0,
    answers: { scored: 0, refused: 0, accepted: 0, rejected: 0 },
    vendorCalls: 0,
    probes: 0,
    opened: [],
    closed: [],
    transactions: 0,
    polls: 0,
    cpuSeconds: 0,
    area: 0,
    sojourn: 0,
    most: { running: 0, activities: 0, turns: 0, http: 0, workItems: 0, control: 0 },
    perSecond: [],
    latencies: [],
    endedAt: 0,
  };
  const second = (at = now) =>
    (out.perSecond[Math.floor(at)] ??= {
      arrived: 0,
      transactions: 0,
      cpu: 0,
      scored: 0,
      refused: 0,
      accepted: 0,
      rejected: 0,
    });

  // The account serves its ceiling and not one more: what comes above it waits. (Azure refuses it with 503 and Durable tries
  // again later, which costs more requests; a plan that gets there has failed anyway.)
  function storage(inARow, requests, act, on) {
    account = Math.max(account, now) + requests / limits.accountRequests.value;
    out.transactions += requests;
    second(account).transactions += requests;
    let after = 0;
    for (let i = 0; i < inARow; i++) after += storageTime();
    agenda.add(Math.max(now + after, account), act, on);
  }

  const replicas = Array.from({ length: stamp.replicas }, (_, index) => ({
    index,
    cores: stamp.cores,
    cpu: new Line(),
    turns: 0,
    turnLine: new Line(),
    activities: 0,
    http: 0,
    httpLine: new Line(),
    announced: 0,
    reader: null,
  }));
  function compute(replica, requests, act, on) {
    const time = requests * request;
    if (replica.cores > 0) {
      replica.cores--;
      begin(time, { replica, act, on });
    } else replica.cpu.push({ time, act, on });
  }
  function begin(time, job) {
    out.cpuSeconds += time;
    second().cpu += time;
    agenda.add(now + time, computed, job);
  }
  function computed({ replica, act, on }) {
    const job = replica.cpu.length > 0 ? replica.cpu.shift() : null;
    if (job) begin(job.time, { replica, act: job.act, on: job.on });
    else replica.cores++;
    act(on);
  }

  // Queues. A reader that found nothing waits longer each time; whoever puts a message on the reader's own replica wakes it.
  const messages = { workItems: new Line(), control: Array.from({ length: stamp.partitions }, () => new Line()) };
  const waiting = { control: 0 };
  const reader = (replica, line, atOnce, room, deliver) => ({
    replica,
    line,
    atOnce,
    room,
    deliver,
    state: 'reading',
    nap: 0,
    pause: rules.shortestQueuePoll,
  });
  function read(one) {
    if (one.room(one) <= 0) {
      one.state = 'full';
      return;
    }
    one.state = 'reading';
    out.polls++;
    storage(1, 1, arrivedFromQueue, one);
  }
  function arrivedFromQueue(one) {
    const taken = Math.min(one.line.length, one.atOnce, one.room(one));
    for (let i = 0; i < taken; i++) one.deliver(one, one.line.shift());
    if (taken > 0) {
      one.pause = rules.shortestQueuePoll;
      read(one);
      return;
    }
    if (!arriving && running === 0) {
      one.state = 'done';
      return;
    }
    one.state = 'sleeping';
    agenda.add(now + one.pause * (0.8 + 0.4 * next()), wake, { one, nap: ++one.nap });
    one.pause = Math.min(one.pause * 2, host.longestPoll);
  }
  function wake({ one, nap }) {
    if (one.state === 'sleeping' && one.nap === nap) read(one);
  }
  function nudge(one) {
    if (one.state === 'sleeping') {
      one.pause = rules.shortestQueuePoll;
      read(one);
    }
  }
  const partitions = messages.control.map((line, index) => ({
    buffered: 0,
    reader: reader(
      replicas[index % stamp.replicas],
      line,
      host.batch,
      () => rules.bufferedMessages - partitions[index].buffered,
      (one, validation) => {
        partitions[index].buffered++;
        waiting.control--;
        turn(validation);
      },
    ),
  }));
  for (const replica of replicas) {
    replica.reader = reader(
      replica,
      messages.workItems,
      1,
      () => host.activities - replica.activities,
      (_, validation) => activity(validation, replica),
    );
  }
  function toOrchestrator(validation, from) {
    const { reader: one } = partitions[validation.partition];
    one.line.push(validation);
    waiting.control++;
    out.most.control = Math.max(out.most.control, waiting.control);
    if (one.replica === from) nudge(one);
  }
  function toWorkers(validation, from) {
    messages.workItems.push(validation);
    out.most.workItems = Math.max(out.most.workItems, messages.workItems.length);
    nudge(from.reader);
  }

  // A request: a place in the host, the start, the wait.
  function arrive() {
    if (now >= seconds) {
      arriving = false;
      return;
    }
    agenda.add(now + (give.gap?.() ?? -Math.log(1 - next()) / rate), arrive);
    out.arrived++;
    second().arrived++;
    const replica = replicas[Math.floor(next() * replicas.length)];
    if (replica.http + replica.httpLine.length >= host.httpOutstanding) {
      out.rejected++;
      out.answers.rejected++;
      second().rejected++;
      return;
    }
    const validation = {
      born: now,
      replica,
      partition: Math.floor(next() * stamp.partitions),
      attempt: 0,
      step: 'vendor',
      result: null,
      ended: 0,
      wait: 0,
      poll: 0,
      probe: false,
    };
    running++;
    out.most.running = Math.max(out.most.running, running);
    if (replica.http >= host.httpConcurrent) replica.httpLine.push(validation);
    else admit(validation);
  }
  function admit(validation) {
    validation.replica.http++;
    out.most.http = Math.max(out.most.http, validation.replica.http);
    compute(validation.replica, 5, startComputed, validation);
  }
  function startComputed(validation) {
    storage(5, 5, started, validation);
  }
  function started(validation) {
    toOrchestrator(validation, validation.replica);
    validation.wait = now;
    validation.poll = Math.max(rules.firstPoll, Math.min(1.5 * validation.replica.announced, rules.longestPoll));
    agenda.add(now + validation.poll, look, validation);
  }
  function look(validation) {
    if (validation.wait === null) return;
    compute(validation.replica, 1, lookComputed, validation);
  }
  function lookComputed(validation) {
    storage(1, 1, looked, validation);
  }
  function looked(validation) {
    if (validation.wait === null) return;
    if (validation.ended > 0) {
      answer(validation, validation.result);
      return;
    }
    if (now - validation.wait >= rules.syncWait) {
      answer(validation, 'accepted');
      return;
    }
    validation.poll = Math.min(validation.poll * 1.5, rules.longestPoll);
    agenda.add(Math.min(now + validation.poll, Math.max(now, validation.wait + rules.syncWait)), look, validation);
  }
  function answer(validation, kind) {
    validation.wait = null;
    out.answers[kind]++;
    second()[kind]++;
    (out.latencies[Math.floor(now)] ??= []).push(now - validation.born);
    validation.replica.http--;
    if (validation.replica.httpLine.length > 0) admit(validation.replica.httpLine.shift());
  }

  // The orchestrator's turns: history, CPU, commit.
  function turn(validation) {
    const { replica } = partitions[validation.partition].reader;
    if (replica.turns >= host.orchestrators) {
      replica.turnLine.push(validation);
      return;
    }
    replica.turns++;
    out.most.turns = Math.max(out.most.turns, replica.turns);
    storage(1, 1, historyRead, validation);
  }
  function historyRead(validation) {
    validation.ends = validation.step === 'audited' || (validation.step === 'called' && validation.result === 'scored');
    validation.pauses = false;
    if (validation.step === 'called' && validation.result === 'failed') {
      circuitHears(validation, false);
      validation.pauses = validation.attempt < rules.attempts && !isOpen(circuit);
      storage(0, 6, nothing);
    } else if (validation.step === 'called' && validation.result === 'scored' && (validation.probe || circuit.streak > 0)) {
      circuitHears(validation, true);
      storage(0, 6, nothing);
    }
    const { replica } = partitions[validation.partition].reader;
    compute(replica, 4 + (validation.ends || validation.pauses ? 0 : 1) + 1, turnComputed, validation);
  }
  function turnComputed(validation) {
    if (validation.ends && validation.wait !== null && partitions[validation.partition].reader.replica === validation.replica) {
      const after = now - validation.wait;
      validation.replica.announced =
        validation.replica.announced === 0 ? after : validation.replica.announced + (after - validation.replica.announced) / 8;
    }
    const requests = validation.ends || validation.pauses ? 3 : 4;
    storage(requests, requests, committed, validation);
  }
  function committed(validation) {
    const partition = partitions[validation.partition];
    const { replica } = partition.reader;
    partition.buffered--;
    if (partition.reader.state === 'full') read(partition.reader);
    replica.turns--;
    if (replica.turnLine.length > 0) turn(replica.turnLine.shift());
    if (validation.ends) {
      end(validation, replica);
      return;
    }
    if (validation.pauses) {
      validation.step = 'vendor';
      const delay = rules.firstDelay * 2 ** (validation.attempt - 1);
      agenda.add(now + delay, retry, validation);
      return;
    }
    if (validation.step === 'called') {
      validation.result = 'refused';
      validation.step = 'last';
    } else if (validation.step === 'found') validation.step = 'audit';
    toWorkers(validation, replica);
  }
  function retry(validation) {
    toOrchestrator(validation, null);
  }
  function end(validation, replica) {
    running--;
    out[validation.result]++;
    out.sojourn += now - validation.born;
    validation.ended = now;
    out.endedAt = now;
    if (replica === validation.replica && validation.wait !== null) {
      compute(replica, 1, lookComputed, validation);
    }
  }

  // The activities: the vendor, the last known score (no applicant here has one), the audit.
  function activity(validation, replica) {
    replica.activities++;
    out.most.activities = Math.max(out.most.activities, replica.activities);
    validation.worker = replica;
    compute(replica, validation.step === 'vendor' ? 5 : 4, validation.step === 'vendor' ? attempt : lookUp, validation);
  }
  function lookUp(validation) {
    storage(1, 1, worked, validation);
  }
  function attempt(validation) {
    const admitted = ask(validation);
    if (!admitted) {
      validation.result = 'circuit';
      worked(validation);
      return;
    }
    validation.attempt++;
    out.vendorCalls++;
    const fails = now >= outage[0] && now < outage[1];
    validation.result = fails ? 'failed' : 'scored';
    agenda.add(now + (fails ? rules.attemptTimeout : Math.min(vendorTime(), rules.attemptTimeout)), called, validation);
  }
  function called(validation) {
    if (validation.result === 'scored') storage(1, 2, worked, validation);
    else worked(validation);
  }
  function worked(validation) {
    storage(2, 2, done, validation);
  }
  function done(validation) {
    const { worker } = validation;
    worker.activities--;
    if (worker.reader.state === 'full') read(worker.reader);
    validation.step = { vendor: 'called', last: 'found', audit: 'audited' }[validation.step];
    toOrchestrator(validation, worker);
  }

  // The circuit of this stamp. Replicas see it as it was half a second ago; only the circuit itself grants the probe.
  const circuit = { state: 'closed', until: 0, streak: 0, changed: -1, was: 'closed', wasUntil: 0 };
  const isOpen = (one) => one.state !== 'closed';
  function change(state, until) {
    Object.assign(circuit, { was: circuit.state, wasUntil: circuit.until, state, until, changed: now });
    if (state === 'open') out.opened.push(now);
    if (state === 'closed') {
      circuit.streak = 0;
      out.closed.push(now);
    }
  }
  function ask(validation) {
    validation.probe = false;
    const old = now - circuit.changed < rules.viewAge;
    const [state, until] = old ? [circuit.was, circuit.wasUntil] : [circuit.state, circuit.until];
    if (state === 'closed') return true;
    if (state === 'half-open' || now < until) return false;
    if (circuit.state !== 'open' || now < circuit.until) return false;
    change('half-open', 0);
    out.probes++;
    validation.probe = true;
    return true;
  }
  function circuitHears(validation, well) {
    if (validation.probe) {
      if (well) change('closed', 0);
      else change('open', now + rules.break);
      return;
    }
    if (circuit.state !== 'closed') return;
    circuit.streak = well ? 0 : circuit.streak + 1;
    if (circuit.streak >= rules.threshold) change('open', now + rules.break);
  }
  function nothing() {}

  // Once a second: what stands in line.
  function look1() {
    Object.assign(second(), { running, workItems: messages.workItems.length, control: waiting.control, open: isOpen(circuit) });
    if (arriving || running > 0) agenda.add(Math.floor(now) + 1, look1);
  }

  for (const one of [...partitions.map(({ reader: own }) => own), ...replicas.map(({ reader: own }) => own)]) read(one);
  agenda.add(0, look1);
  agenda.add(give.gap?.() ?? -Math.log(1 - next()) / rate, arrive);
  while (!agenda.isEmpty) {
    const event = agenda.take();
    // Whatever has not ended minutes after the last end never will: a fault of the model, which `running` shows.
    if (event.time > Math.max(seconds, out.endedAt) + 300) break;
    out.area += running * (event.time - now);
    now = event.time;
    event.act(event.on);
  }
  return { ...out, running };
}

/** The value below which this share of a list lies. The list is sorted in place. */
export function quantile(list, share) {
  if (list.length === 0) return NaN;
  list.sort((a, b) => a - b);
  return list[Math.min(list.length - 1, Math.floor(share * list.length))];
}
