import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseListedCa } from '@/lib/eidas/parse-certificate'
import type { TrustService } from '@/lib/eidas/trust-service'
import { listedService } from './listed-service'
import { derOf } from './make-certificate'
import { AUTHORITIES, type AuthorityName } from './recipe'

export const ZOO_FILES = 'e2e/zoo/files'

/** The services that the bank of the zoo trusts, as a trusted list would name them. */
export function zooServices(): TrustService[] {
  const listed = Object.keys(AUTHORITIES).filter((name): name is AuthorityName => !UNLISTED.includes(name))
  return listed.map((name) => listedService(parseListedCa(readZooFile(authorityFile(name))), DIFFERENT[name]))
}

const UNLISTED = ['root', 'look-alike', 'unlisted', 'leaf-ca', 'weak', 'spelt-out']

const DIFFERENT: Partial<Record<AuthorityName, Partial<TrustService>>> = {
  withdrawn: { status: 'withdrawn' },
  'web-only': { uses: ['web'] },
  excepting: {
    qualifications: [
      {
        says: ['not-qualified'],
        of: {
          assert: 'all',
          parts: [
            { keyUsage: [{ bit: 'digitalSignature', isSet: true }] },
            { assert: 'atLeastOne', parts: [{ policies: ['0.4.0.194112.1.5'] }, { policies: ['1.2.3.4'] }] },
          ],
        },
      },
      { says: ['esign', 'web'], of: { assert: 'none', parts: [{ policies: ['0.4.0.194112.1.4'] }] } },
    ],
  },
  'old-list': { validUntil: new Date('2026-11-19T00:00:00Z') },
}

/** The bytes in a file of the zoo. They may be anything: only the armour is PEM. */
export function readZooFile(name: string): Buffer {
  return derOf(readFileSync(join(ZOO_FILES, name), 'utf8'))
}

export function authorityFile(name: string): string {
  return `ca-${name}.pem`
}

export function certificateFile(name: string): string {
  return `${name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}.pem`
}
