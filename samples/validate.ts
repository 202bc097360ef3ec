// validate.ts KEY: a risk score by fetch. KEY is the idempotency key, such as application-4711-1.
// Types from the contract: npx openapi-typescript http://127.0.0.1:7071/openapi.json -o finrisk.ts
import type { components } from './finrisk.ts';

type Schemas = components['schemas'];
type Outcome =
  | { kind: 'scored' | 'degraded'; score: Schemas['Score'] }
  | { kind: 'refused'; problem: Schemas['Problem']; retryAfter?: number };

const url = process.env.FINRISK_URL ?? 'http://127.0.0.1:7071';

async function request(path: string, init: RequestInit & { headers?: Record<string, string> } = {}) {
  const response = await fetch(url + path, {
    ...init,
    headers: { 'x-functions-key': process.env.FINRISK_KEY ?? 'none', ...init.headers },
    signal: AbortSignal.timeout(40_000),
  });
  const retryAfter = Number(response.headers.get('Retry-After')) || undefined;
  return { ok: response.ok, retryAfter, body: await response.json() };
}

function scored(score: Schemas['Score']): Outcome {
  return { kind: score.degradedMode ? 'degraded' : 'scored', score };
}

export async function validate(applicant: Schemas['Applicant'], key: string): Promise<Outcome> {
  let { ok, retryAfter, body } = await request('/validate', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Idempotency-Key': key },
    body: JSON.stringify(applicant),
  });
  if (!ok) return { kind: 'refused', problem: body as Schemas['Problem'], retryAfter };
  const first = body as Schemas['ValidateResponse'];
  if (first.status === 'Completed') return scored(body as Schemas['Score']);

  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, (retryAfter ?? 1) * 1000));
    ({ ok, retryAfter, body } = await request(`/validations/${first.validationId}`));
    if (!ok) return { kind: 'refused', problem: body as Schemas['Problem'], retryAfter };
    const validation = body as Schemas['Validation'];
    if (validation.result) return scored(validation.result);
    if (validation.problem) return { kind: 'refused', problem: validation.problem, retryAfter };
  }
}

const outcome = await validate({ firstName: 'Jane', lastName: 'Doe', idNumber: '8001015009087' }, process.argv[2]!);
if (outcome.kind === 'refused') {
  const { code, retryable } = outcome.problem;
  console.log(`refused ${code}, retryable ${retryable}, retry after ${outcome.retryAfter ?? 'unknown'} s`);
} else {
  console.log(outcome.kind, outcome.score.riskScore, outcome.score.riskLevel);
}
