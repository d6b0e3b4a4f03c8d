import 'reflect-metadata'
import 'server-only'
import { existsSync, readdirSync } from 'node:fs'
import { basename } from 'node:path'
import type { CertificateUse } from '@/lib/eidas/qualified-certificate'
import { generateIssuing, keepAuthorities } from '@/lib/sandbox/create-authorities'
import { renewAuthorities } from '@/lib/sandbox/renew-authorities'
import { type Authority, readAuthority, sandboxPaths } from '@/lib/sandbox/sandbox-folder'

const DAY_MS = 86_400_000

/**
 * CAs under the same root that stand on the trusted list, each with one thing wrong. They are on the list alone and not among
 * the anchors: a folder of files cannot say "withdrawn".
 */
const PRACTICE = {
  withdrawn: {
    commonName: 'Placet Practice QTSP, withdrawn',
    status: 'withdrawn',
    uses: ['web', 'eseal'],
    days: [-400, 3652],
  },
  'seals-only': {
    commonName: 'Placet Practice QTSP, for seals only',
    status: 'granted',
    uses: ['eseal'],
    days: [-1, 3652],
  },
  revoked: {
    commonName: 'Placet Practice QTSP, revoked by its root',
    status: 'granted',
    uses: ['web', 'eseal'],
    days: [-400, 3652],
  },
  ended: {
    commonName: 'Placet Practice QTSP, past its end',
    status: 'granted',
    uses: ['web', 'eseal'],
    days: [-800, -1],
  },
  silent: {
    commonName: 'Placet Practice QTSP, silent',
    status: 'granted',
    uses: ['web', 'eseal'],
    days: [-1, 3652],
  },
} as const satisfies Record<string, Practice>

/** Makes the practice CAs where they are missing, all or none. */
export async function ensurePracticeAuthorities(folder: string, now: Date): Promise<void> {
  const { ca, practice } = sandboxPaths(folder)
  const root = await readAuthority(ca, 'root')
  if (existsSync(practice))
    return await renewAuthorities({ root, folder: practice, names: Object.keys(PRACTICE) })
  const made: Authority[] = []
  for (const [name, { commonName, days }] of Object.entries(PRACTICE))
    made.push(
      await generateIssuing({
        root,
        name,
        commonName,
        notBefore: new Date(now.getTime() + days[0] * DAY_MS),
        notAfter: new Date(now.getTime() + days[1] * DAY_MS),
      }),
    )
  await keepAuthorities(folder, basename(practice), made)
}

/** The sandbox's issuing CAs with their entry on the trusted list: the good one first, then those to practise with. */
export async function readListedAuthorities(folder: string): Promise<ListedAuthority[]> {
  const { ca, practice } = sandboxPaths(folder)
  const issuing = {
    ...(await readAuthority(ca, 'issuing')),
    status: 'granted',
    uses: ['web', 'eseal'],
  } as const
  const made = existsSync(practice) ? readdirSync(practice) : []
  const names = Object.entries(PRACTICE).filter(([name]) => made.includes(`${name}.pem`))
  const others = names.map(async ([name, { status, uses }]) => ({
    ...(await readAuthority(practice, name)),
    status,
    uses,
  }))
  return [issuing, ...(await Promise.all(others))]
}

/** Any CA of the sandbox by its name, the root included; null if there is none of that name. */
export async function findSandboxAuthority(folder: string, name: string): Promise<Authority | null> {
  if (name === 'root') return await readAuthority(sandboxPaths(folder).ca, 'root')
  return (await readListedAuthorities(folder)).find((authority) => authority.name === name) ?? null
}

export type PracticeName = keyof typeof PRACTICE
export type ListedAuthority = Authority & Pick<Practice, 'status' | 'uses'>
type Practice = {
  commonName: string
  status: 'granted' | 'withdrawn'
  uses: readonly CertificateUse[]
  /** From and until when its certificate is valid, from the day it is made. */
  days: readonly [number, number]
}
