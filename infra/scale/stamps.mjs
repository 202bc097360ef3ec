// Which stamp owns what. Two rules, both computable by anybody who sees the request: a validation says in its id which stamp
// it lives on, and an idempotency key belongs to the stamp that wins a rendezvous between caller, key and stamp.
import { createHash } from 'node:crypto';

const alphabet = '0123456789abcdefghijklmnopqrstuv';

/**
 * An id has 22 octets in 36 characters of 5 bits, so its last 4 bits are always zero. They can hold one of 16 stamps: no id
 * gets longer or sorts differently, none loses an unguessable bit, and every id made before there were stamps says 0.
 */
export const spareBits = ({ length, secretBytes, timeBytes }) => length * 5 - (secretBytes + timeBytes) * 8;

/** The id with its stamp, 0 to 15, in the last character. */
export function withStamp(id, stamp) {
  if (!(Number.isInteger(stamp) && stamp >= 0 && stamp < 16)) throw new RangeError('a stamp is 0 to 15');
  return id.slice(0, -1) + alphabet[(alphabet.indexOf(id.at(-1)) & 16) | stamp];
}

/** The stamp that an id names. */
export const stampOf = (id) => alphabet.indexOf(id.at(-1)) & 15;

/** What Front Door's rule for one stamp matches: the two last characters that its ids can have. */
export const pathPattern = (stamp) => `^validations/[${alphabet[0]}-9a-v]{35}[${alphabet[stamp]}${alphabet[16 + stamp]}]$`;

/**
 * The stamps in the order in which they stand in for each other for this caller's key (rendezvous hashing): the first one owns
 * it. A stamp that comes or goes moves only the keys that it wins or won.
 */
export function owners(caller, key, stamps) {
  const weight = (stamp) =>
    createHash('sha256')
      .update(JSON.stringify([caller, key, stamp]))
      .digest('hex');
  return [...stamps]
    .map((stamp) => [weight(stamp), stamp])
    .sort(([a], [b]) => (a < b ? 1 : -1))
    .map(([, stamp]) => stamp);
}
