// A soak under faults: FinRisk.Local at half of what it can carry, and a fault every few seconds: its vendor, its Redis, its disk, its
// process, its clock. Callers repeat what failed under the same idempotency key, as callers do. At the end every accepted validation must
// have ended with a score, each applicant must have been billed once, and memory must be flat.
//
//   node bench/soak/soak.mjs [--minutes 30] [--every 10] [--rate REQUESTS_PER_SECOND] [--only vendor,redis,disk,kill,clock]
//
// Linux; needs the .NET SDK, redis-server, libfaketime, and root for a disk of its own (a loop device). What is missing is said, and its
// fault left out. Progress goes to standard error, the tables (Markdown) to standard output. Exit 1: something was lost, billed twice,
// or memory grew.
import { spawn, execFileSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import fs from "node:fs";
import http from "node:http";
import net from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const options = read(process.argv.slice(2));
const root = path.resolve(import.meta.dirname, "../..");
const work = path.join(root, "bench/out/soak");
const disk = path.join(work, "disk");
const clockFile = path.join(work, "clock");
const key = "riskshield-simulator-key";
const agent = new http.Agent({ keepAlive: true, maxSockets: 256 });
const children = new Map();
const say = (text) => process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${text}\n`);

/** More requests than this are not under way at once: while the host is down its callers wait, and do not pile up. */
const mostAtOnce = 512;
/** For whatever a fault left behind at the end: a circuit's break, a wait between attempts. */
const patience = 120_000;
const flatMegabytesPerMinute = 1;

process.on("exit", () => {
  for (const child of children.values()) child.kill("SIGKILL");
  release();
});
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(130));

// ---- programs

const faketime = ["/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1", "/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1"].find(fs.existsSync);
const ports = await freePorts(3);
const [hostPort, vendorPort, redisPort] = ports;

function start(name, command, args, environment = {}) {
  const child = spawn(command, args, { stdio: ["ignore", "ignore", fs.openSync(path.join(work, `${name}.err`), "a")], env: { ...process.env, ...environment } });
  children.set(name, child);
  return child;
}

function publish(project) {
  const output = path.join(work, "publish", project);
  say(`publishing ${project}`);
  execFileSync("dotnet", ["publish", path.join(root, project), "-c", "Release", "-o", output, "--nologo", "-v", "quiet"], { stdio: ["ignore", 2, 2] });
  return path.join(output, project);
}

const startHost = () => start("host", programs.host, [
  `--urls=http://127.0.0.1:${hostPort}`, `--Local:DataFolder=${path.join(disk, "data")}`, `--RiskShield:BaseUrl=http://127.0.0.1:${vendorPort}`,
  `--RiskShield:ApiKey=${key}`, `--ConnectionStrings:Redis=127.0.0.1:${redisPort}`, "--RateLimit:Permits=100000000",
  "--RiskShield:AttemptTimeout=00:00:02", "--Circuit:BreakDuration=00:00:03", "--Circuit:ProbeLease=00:00:04", "--Retry:MaxDelay=00:00:02",
], faketime ? {
  LD_PRELOAD: faketime, FAKETIME_TIMESTAMP_FILE: clockFile, FAKETIME_CACHE_DURATION: "1", FAKETIME_DONT_FAKE_MONOTONIC: "1", NO_FAKE_STAT: "1",
} : {});
const startRedis = () => start("redis", "redis-server", ["--port", `${redisPort}`, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]);
const setClock = (offset) => fs.writeFileSync(clockFile, `${offset}\n`);
const signal = (name, what) => children.get(name).kill(what);
const ended = (name) => new Promise((done) => children.get(name).exitCode !== null || children.get(name).signalCode !== null ? done() : children.get(name).once("exit", done));

// ---- faults: each is begun, lasts, and is ended

const vendor = (method, where, body) => call(vendorPort, method, `/control${where}`, {}, body);
const vendorFaults = [
  ["vendor answers 500", { fault: 500, forever: true }],
  ["vendor hangs", { fault: "hang", forever: true }],
  ["vendor cuts half of its answers", { fault: "cut-midway", rate: 0.5, seed: 7 }],
  ["vendor answers 429", { fault: { status: 429, retryAfter: 1 }, forever: true }],
].map(([name, rule]) => ({ kind: "vendor", name, lasts: 4000, begin: () => vendor("PUT", "/faults", rule), end: () => vendor("PUT", "/faults", { rules: [] }) }));
const filler = path.join(disk, "filler");
const faults = [
  ...vendorFaults,
  { kind: "redis", name: "Redis is killed", lasts: 3000, begin: async () => { signal("redis", "SIGKILL"); await ended("redis"); }, end: startRedis },
  { kind: "redis", name: "Redis freezes", lasts: 3000, begin: () => signal("redis", "SIGSTOP"), end: () => signal("redis", "SIGCONT") },
  { kind: "disk", name: "the disk is full", lasts: 3000, begin: fill, end: () => [filler, `${filler}.rest`].forEach((file) => fs.rmSync(file, { force: true })) },
  { kind: "kill", name: "the host is killed", lasts: 0, begin: async () => { signal("host", "SIGKILL"); await ended("host"); startHost(); }, end: () => {} },
  { kind: "clock", name: "the clock is 5 minutes ahead", lasts: 4000, begin: () => setClock("+300"), end: () => setClock("+0") },
  { kind: "clock", name: "the clock is an hour behind", lasts: 4000, begin: () => setClock("-3600"), end: () => setClock("+0") },
];

/** Takes everything that is left, without writing it: writing gigabytes would keep this process from its callers. */
async function fill() {
  const { bavail, bsize } = fs.statfsSync(disk);
  const taken = spawn("fallocate", ["--length", `${Math.floor(bavail * 0.98) * bsize}`, filler], { stdio: "ignore" });
  if (await new Promise((done) => taken.once("exit", done))) throw new Error("fallocate could not take the disk's space");
  // The rest, which the file system needs a part of to keep book of it, is written.
  await new Promise((done) => spawn("dd", ["if=/dev/zero", `of=${filler}.rest`, "bs=4096"], { stdio: "ignore" }).once("exit", done));
}

function takeDisk() {
  fs.mkdirSync(disk, { recursive: true });
  if (process.getuid() !== 0) return false;
  const image = path.join(work, "disk.img");
  fs.rmSync(image, { force: true });
  fs.closeSync(fs.openSync(image, "w"));
  fs.truncateSync(image, 8 * 2 ** 30);
  try {
    execFileSync("mkfs.ext4", ["-q", "-m", "0", image]);
    execFileSync("mount", ["-o", "loop", image, disk]);
    return true;
  } catch (error) {
    say(`no disk of its own: ${error.message.split("\n")[0]}`);
    return false;
  }
}

function release() {
  try { execFileSync("umount", ["-l", disk], { stdio: "ignore" }); } catch { /* It was none of its own. */ }
}

// ---- callers

function call(port, method, where, headers = {}, body = undefined) {
  return new Promise((done) => {
    const text = body === undefined ? undefined : Buffer.from(typeof body === "string" ? body : JSON.stringify(body));
    const request = http.request({ host: "127.0.0.1", port, method, path: where, agent, timeout: 40_000,
      headers: { ...headers, ...(text ? { "Content-Type": "application/json", "Content-Length": text.length } : {}) } }, (answer) => {
      const parts = [];
      answer.on("data", (part) => parts.push(part));
      answer.on("end", () => done({ status: answer.statusCode, headers: answer.headers, text: Buffer.concat(parts).toString() }));
      answer.on("error", () => done({ status: 0, text: "" }));
    });
    request.on("timeout", () => request.destroy());
    request.on("error", () => done({ status: 0, text: "" }));
    request.end(text);
  });
}

/** A valid South African ID number and a name of its own. */
function applicant(number) {
  const born = new Date(Date.UTC(1930, 0, 1) + (number % 25_000) * 86_400_000).toISOString();
  const digits = born.slice(2, 4) + born.slice(5, 7) + born.slice(8, 10) + String(Math.floor(number / 25_000) % 10_000).padStart(4, "0") + "08";
  let sum = 0;
  [...digits].forEach((digit, at) => { const value = at % 2 ? digit * 2 : +digit; sum += value > 9 ? value - 9 : value; });
  const letters = (value) => Array.from({ length: 7 }, (_, at) => String.fromCharCode(97 + Math.floor(value / 26 ** at) % 26)).join("");
  return { firstName: "Naledi", lastName: `Soak${letters(number)}`, idNumber: digits + ((10 - (sum % 10)) % 10) };
}

const runId = randomBytes(4).toString("hex");
const seen = new Map();        // phase -> { answers: status -> count, took: [ms] }
const accepted = new Map();    // validation id -> request number
const open = new Set();        // requests that no answer has accepted yet
let phase = "no fault", sent = 0, underWay = 0;

function record(status, code, took) {
  const at = seen.get(phase) ?? seen.set(phase, { answers: new Map(), took: [] }).get(phase);
  const name = status === 0 ? "no answer" : code ? `${status} ${code}` : `${status}`;
  at.answers.set(name, (at.answers.get(name) ?? 0) + 1);
  if (at.took.length < 200_000) at.took.push(took);
}

/** The validation's id, or null where it was not accepted. */
async function post(number, isRepeat = false) {
  const began = performance.now();
  const answer = await call(hostPort, "POST", "/validate", {
    "Idempotency-Key": createHash("sha256").update(`${runId}.${number}`).digest("hex").slice(0, 32),
    "X-Correlation-ID": `${runId}.${number}`, ...(number % 2 ? { Prefer: "respond-async" } : {}),
  }, applicant(number));
  const body = answer.text.startsWith("{") ? JSON.parse(answer.text) : {};
  if (!isRepeat) record(answer.status, body.code, performance.now() - began);
  if (answer.status !== 200 && answer.status !== 202) return null;
  accepted.set(body.validationId, number);
  open.delete(number);
  return body.validationId;
}

/** Sends it, and repeats it under its key until it is accepted. */
async function send(number) {
  underWay++;
  open.add(number);
  try {
    for (let tries = 0; !(await post(number, tries > 0)) && Date.now() < giveUpAt; tries++) await sleep(Math.min(250 * 2 ** tries, 2000));
  } finally { underWay--; }
}

// ---- memory

const memory = [];             // { at, pid, megabytes }
function sample(began) {
  try {
    const pid = children.get("host").pid;
    const resident = /VmRSS:\s+(\d+)/.exec(fs.readFileSync(`/proc/${pid}/status`, "utf8"));
    if (resident) memory.push({ at: (performance.now() - began) / 60_000, pid, megabytes: resident[1] / 1000 });
  } catch { /* Between two lives of it. */ }
}

function slope(points) {
  const meanX = points.reduce((sum, point) => sum + point.at, 0) / points.length;
  const meanY = points.reduce((sum, point) => sum + point.megabytes, 0) / points.length;
  return points.reduce((sum, point) => sum + (point.at - meanX) * (point.megabytes - meanY), 0)
    / points.reduce((sum, point) => sum + (point.at - meanX) ** 2, 0);
}

// ---- the run

fs.mkdirSync(work, { recursive: true });
release();
const programs = { host: publish("FinRisk.Local"), vendor: publish("RiskShield.Simulator") };
const hasDisk = takeDisk();
fs.mkdirSync(path.join(disk, "data"), { recursive: true, mode: 0o700 });
setClock("+0");
const left = faults.filter((fault) => options.only.includes(fault.kind)
  && (fault.kind !== "disk" || hasDisk || say("no disk of its own (needs root): the fault disk is left out"))
  && (fault.kind !== "clock" || faketime || say("no libfaketime: the fault clock is left out")));
startRedis();
start("vendor", programs.vendor, [`--urls=http://127.0.0.1:${vendorPort}`]);
startHost();
let giveUpAt = Infinity;
await until(async () => (await call(hostPort, "GET", "/health/ready")).status === 200, "the host is ready");
await vendor("PUT", "/latency", { kind: "fixed", ms: 20 });

let rate = options.rate;
if (!rate) {
  say("10 s at full load");
  const end = Date.now() + 10_000;
  await Promise.all(Array.from({ length: 64 }, async () => { while (Date.now() < end) await send(sent++); }));
  rate = Math.floor(sent / 10 / 2);
  seen.clear();
}

const minutes = options.minutes;
say(`${minutes} min at ${rate} requests a second, a fault every ${options.every} s: ${[...new Set(left.map((fault) => fault.kind))].join(", ")}`);
const began = performance.now();
const endAt = began + minutes * 60_000;
const sampler = setInterval(() => sample(began), 5000);
const struck = new Map();

async function strike() {
  for (let turn = 0; performance.now() < endAt - options.every * 1000; turn++) {
    await sleep(options.every * 500);
    // No kill in the second half: there one process must show that its memory is flat.
    const choice = left.filter((fault) => fault.kind !== "kill" || performance.now() < began + minutes * 30_000);
    const fault = choice[turn % choice.length];
    say(`${fault.name} (${accepted.size} accepted, ${open.size} open)`);
    phase = fault.name;
    struck.set(fault.name, (struck.get(fault.name) ?? 0) + 1);
    await fault.begin();
    await sleep(fault.lasts);
    await fault.end();
    await sleep(Math.max(0, options.every * 500 - fault.lasts) / 2);
    phase = "no fault";
    await sleep(Math.max(0, options.every * 500 - fault.lasts) / 2);
  }
}

const striking = strike();
for (let due = began; performance.now() < endAt; ) {
  due += 1000 / rate;
  if (underWay < mostAtOnce) send(sent++);
  const wait = due - performance.now();
  if (wait > 1) await sleep(wait);
  else if (wait < -1000) due = performance.now();
}

await striking;
clearInterval(sampler);
say(`the load is over: ${sent} requests, ${open.size} not accepted yet`);
giveUpAt = Date.now() + patience;
while (underWay > 0) await sleep(200);

say(`looking at ${accepted.size} validations`);
const ends = new Map();
const queue = [...accepted];
await Promise.all(Array.from({ length: 32 }, async () => {
  for (let next; (next = queue.pop()); ) {
    let [id, number] = next;
    let end = "not asked";
    while (Date.now() < giveUpAt + patience) {
      const answer = await call(hostPort, "GET", `/validations/${id}`);
      end = answer.status === 200 ? JSON.parse(answer.text).status : `${answer.status}`;
      if (end === "Completed") break;
      // A failure is an answer, which its caller repeats under the same key; 404 is none: what was accepted must be there.
      if (end === "Failed") id = (await post(number, true)) ?? id;
      if (end === "404") break;
      await sleep(500);
    }
    ends.set(end, (ends.get(end) ?? 0) + 1);
  }
}));
const { billed } = JSON.parse((await vendor("GET", "/stats")).text);

// ---- the report

const lost = open.size + [...ends].filter(([end]) => end !== "Completed").reduce((sum, [, count]) => sum + count, 0);
const half = memory.filter((point) => point.at > minutes / 2);
const growth = half.length > 10 ? slope(half) : 0;
// A heap that settles grows for minutes: a short run proves the script, not the memory.
const isFlat = minutes < 10 || growth <= flatMegabytesPerMinute;
const quantile = (values, share) => values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? 0;
const rows = [...seen].map(([name, at]) =>
  `| ${name} | ${struck.get(name) ?? ""} | ${[...at.answers].toSorted().map(([answer, count]) => `${count} × ${answer}`).join(", ")} | ${quantile(at.took, 0.5).toFixed(0)} | ${quantile(at.took, 0.99).toFixed(0)} |`);
const minutesSeen = [...new Set(memory.map((point) => Math.floor(point.at)))];
const byMinute = minutesSeen.map((minute) => [minute, memory.filter((point) => Math.floor(point.at) === minute)]);
console.log([
  `Soak of ${minutes} min at ${rate} requests a second: ${sent} requests, ${accepted.size} accepted, **${lost} lost**, ${billed} bills for ${sent} applicants.`, "",
  "| fault | times | first answers | p50 ms | p99 ms |", "| --- | ---: | --- | ---: | ---: |", ...rows, "",
  `Ends: ${[...ends].map(([end, count]) => `${count} × ${end}`).join(", ")}. Memory in the second half: ${growth.toFixed(2)} MB a minute${minutes < 10 ? ", too short to judge" : isFlat ? ", flat" : ", NOT flat"}.`, "",
  "| minute | MB least | MB most | processes |", "| ---: | ---: | ---: | ---: |",
  ...byMinute.map(([minute, points]) => `| ${minute} | ${Math.min(...points.map((point) => point.megabytes)).toFixed(0)} | ${Math.max(...points.map((point) => point.megabytes)).toFixed(0)} | ${new Set(points.map((point) => point.pid)).size} |`),
].join("\n"));
process.exit(lost === 0 && billed === sent && isFlat ? 0 : 1);

// ---- small helpers

async function until(holds, what) {
  for (const end = Date.now() + 60_000; !(await holds()); await sleep(100)) if (Date.now() > end) throw new Error(`it did not happen: ${what}`);
}

async function freePorts(count) {
  const servers = await Promise.all(Array.from({ length: count }, () => new Promise((done) => {
    const server = net.createServer().listen(0, "127.0.0.1", () => done(server));
  })));
  const found = servers.map((server) => server.address().port);
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  return found;
}

function read(args) {
  const kinds = ["vendor", "redis", "disk", "kill", "clock"];
  const given = { minutes: 30, every: 10, rate: 0, only: kinds };
  for (let at = 0; at < args.length; at += 2) {
    const [name, value] = [args[at], args[at + 1]];
    if (name === "--only" && value?.split(",").every((kind) => kinds.includes(kind))) given.only = value.split(",");
    else if (["--minutes", "--every", "--rate"].includes(name) && Number(value) > 0) given[name.slice(2)] = Number(value);
    else { console.error(`${name} ${value}: --minutes, --every and --rate take a number above 0, --only some of ${kinds.join(",")}.`); process.exit(2); }
  }
  return given;
}
