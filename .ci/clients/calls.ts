// calls.ts: a call that is scored, one that is accepted and one that is refused, by the types of openapi-typescript and its
// client.
import createClient from 'openapi-fetch';
import type { components, paths } from './generated/finrisk.ts';

const finRisk = createClient<paths>({ baseUrl: process.argv[2]! });
const applicant = (idNumber: string) => ({ firstName: 'Jane', lastName: 'Doe', idNumber });

function describe(response: components['schemas']['ValidateResponse'] | undefined): string {
  if (!response) throw new Error('There is no response.');
  return `typescript ${response.status} ${response.riskScore ?? 'none'} ${response.riskLevel ?? 'none'}`;
}

const scored = await finRisk.POST('/validate', { body: applicant('8001015009087') });
const accepted = await finRisk.POST('/validate', {
  params: { header: { Prefer: 'respond-async', 'Cache-Control': 'no-cache' } },
  body: applicant('8001015009087'),
});
const refused = await finRisk.POST('/validate', { body: applicant('9001011234088') });
if (!refused.error) throw new Error('A broken rule was not refused.');
const { status, code, retryable } = refused.error;
console.log([describe(scored.data), describe(accepted.data), `typescript ${status} ${code} ${retryable}`].join('\n'));
