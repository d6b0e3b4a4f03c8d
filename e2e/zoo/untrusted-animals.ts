import { type Animal, again, bad } from './animal'
import { partsOf, sequence } from './der-tree'

const LIST = /trusted list/
const SILENT = { answer: null, note: 'http://ocsp.zoo.example has not answered since 09:00.' }
const answer = (status: 'good' | 'revoked' | 'unknown') => ({
  answer: {
    status,
    via: 'ocsp' as const,
    source: 'http://ocsp.zoo.example',
    thisUpdate: new Date('2026-11-20T09:59:00Z'),
    nextUpdate: new Date('2026-11-20T11:00:00Z'),
    fetchedAt: new Date('2026-11-20T09:59:30Z'),
    revokedAt: status === 'revoked' ? new Date('2026-11-20T09:00:00Z') : null,
  },
  note: null,
})
const register = (policy: 'enforce' | 'warn' | 'off', entry: Entry) => ({
  register: { policy, entry, source: 'register of the zoo', asOf: new Date('2026-11-20T06:00:00Z') },
})
type Entry = { status: 'active' | 'withdrawn'; roles: readonly ('PSP_AI' | 'PSP_PI' | 'PSP_IC')[] } | null

/** Steps `time`, `chain`, `trust-service`, and what others say: `revocation`, `issuer-revocation`, `register`. */
export const UNTRUSTED_ANIMALS: readonly Animal[] = [
  bad('not yet valid', 'NOT_YET_VALID', /not valid before 2026-12-01/, { from: '20261201000000Z' }),
  again('qwac', 'a second before it begins', ['NOT_YET_VALID', /2026-11-01T00:00:00/], {
    at: '2026-10-31T23:59:59Z',
  }),
  bad('expired', 'EXPIRED', /ended on 2026-11-15.*Renew/, { until: '20261115000000Z' }),
  again('qwac', 'a second after it ended', ['EXPIRED', /2027-11-01T00:00:00/], {
    at: '2027-11-01T00:00:01Z',
  }),

  bad('unlisted CA', 'ISSUER_NOT_LISTED', LIST, { by: 'unlisted' }),
  bad('look-alike CA', 'ISSUER_NOT_LISTED', LIST, { by: 'look-alike' }),
  bad('root above the listed CA', 'ISSUER_NOT_LISTED', LIST, { by: 'root' }),
  bad('changed after it was signed', 'ISSUER_NOT_LISTED', LIST, {
    bytes: (der) => Buffer.from(der.toString('latin1').replace('Zoo B.V.', 'Zoo N.V.'), 'latin1'),
  }),
  bad('another algorithm inside than outside', 'ISSUER_NOT_LISTED', LIST, {
    edit: (tbs) =>
      tbs.map((node, at) =>
        at === 2 ? sequence({ tag: 6, value: Buffer.from('2a8648ce3d040303', 'hex') }) : node,
      ),
  }),
  bad('issued by a leaf', 'ISSUER_NOT_LISTED', LIST, { by: 'leaf-ca' }),
  bad('issued by a listed time stamp', 'ISSUER_NOT_LISTED', /not as that of a CA/, { by: 'not-authority' }),
  bad('another issuer named', 'ISSUER_NAME_MISMATCH', /another issuer/, {
    edit: (tbs) => tbs.map((node, at) => (at === 3 ? sequence(...partsOf(node).slice(0, 2)) : node)),
  }),
  bad('another key of the issuer named', 'ISSUER_NAME_MISMATCH', /another issuer/, {
    extensions: { authorityKeyIdentifier: null, '2.5.29.35': `DER:30168014${'ab'.repeat(20)}` },
  }),
  bad('of a CA that has ended', 'ISSUER_NOT_IN_TIME', /valid only/, { by: 'ended' }),

  bad('of a list too old', 'TRUSTED_LIST_TOO_OLD', /too old.*try again/, { by: 'old-list' }),
  bad('of a withdrawn CA', 'TRUST_SERVICE_WITHDRAWN', /withdrawn/, { by: 'withdrawn' }),
  bad('seal of a CA for the web', 'TRUST_SERVICE_OTHER_USE', /seals/, { by: 'web-only', use: 'eseal' }),

  bad('excepted by the list', 'TRUST_SERVICE_OTHER_USE', /excepts certificates like this one/, {
    by: 'excepting',
  }),
  bad('seal that the list calls another thing', 'TRUST_SERVICE_OTHER_USE', /excepts.*seals/, {
    by: 'excepting',
    use: 'eseal',
  }),

  again('qwac', 'revoked', ['REVOKED', /revoked by its issuer on 2026-11-20T09:00/], {
    learnt: { revocation: answer('revoked') },
  }),
  again('qwac', 'unknown to its responder', ['REVOCATION_UNKNOWN', /does not know/], {
    learnt: { revocation: answer('unknown') },
  }),
  again('qwac', 'while its responder is silent', ['REVOCATION_UNKNOWN', /not answered since 09:00/], {
    learnt: { revocation: SILENT },
  }),
  again('qwac', 'by the last good answer', null, {
    learnt: { revocation: { ...answer('good'), note: 'The answer is two hours old.' } },
    warns: 'revocation',
  }),
  again('qwac', 'of a revoked CA', ['ISSUER_REVOKED', /issuing CA was revoked/], {
    learnt: { issuerRevocation: answer('revoked') },
  }),
  again('qwac', 'while nobody answers for its CA', ['ISSUER_REVOCATION_UNKNOWN', /not answered since/], {
    learnt: { issuerRevocation: SILENT },
  }),
  again('qwac', 'of a CA that nobody stands above', null, { learnt: { issuerRevocation: null } }),

  again('qwac', 'in no register', ['AUTHORISATION_NOT_FOUND', /no institution PSDNL-DNB-1234/], {
    learnt: register('enforce', null),
  }),
  again('qwac', 'in no register, where that warns', null, {
    learnt: register('warn', null),
    warns: 'register',
  }),
  again('qwac', 'in no register, where none is asked', null, { learnt: register('off', null) }),
  again('qwac', 'withdrawn', ['AUTHORISATION_WITHDRAWN', /withdrawn.*De Nederlandsche Bank/], {
    learnt: register('enforce', { status: 'withdrawn', roles: ['PSP_AI', 'PSP_PI'] }),
  }),
  again('qwac', 'with no role of the register', ['ROLE_NOT_IN_REGISTER', /PSP_PI, PSP_AI/], {
    learnt: register('enforce', { status: 'active', roles: ['PSP_IC'] }),
  }),
  again('qwac', 'with one role of the register', null, {
    learnt: register('enforce', { status: 'active', roles: ['PSP_AI', 'PSP_IC'] }),
    roles: ['PSP_AI'],
    warns: 'register',
  }),
]
