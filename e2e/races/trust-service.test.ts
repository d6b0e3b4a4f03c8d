import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { loadTrustAnchors } from '@/lib/eidas/trust-anchors'
import { readIssued, readRegister } from '@/lib/sandbox/certificate-register'
import { ensureTrustService } from '@/lib/sandbox/ensure-trust-service'
import { issueCertificates } from '@/lib/sandbox/issue-certificates'
import { readJournal } from '@/lib/sandbox/journal'
import { sandboxPaths } from '@/lib/sandbox/sandbox-folder'

const SALDO = 'PSDNL-DNB-X1234'
const KVITTO = 'PSDSE-FINA-44059'
let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'placet-races-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

test('processes that start on nothing and work at once lose nothing of each other', async () => {
  const said: Said[] = []
  await Promise.all([SALDO, KVITTO, SALDO].map((institution) => ended(start(institution, 8, said))))
  expect(said.filter(({ issued }) => issued)).toHaveLength(24)
  expectKept(said)
  expect(readRegister(folder)).toHaveLength(24)
  expect(revocationsOnList()).toBe(12)
  expect(readJournal(folder)).toHaveLength(36)
})

test('what kill -9 leaves is usable, and knows whatever is out', async () => {
  const said: Said[] = []
  await ensureTrustService(folder)
  for (const after of [1, 2, 3, 5, 8, 13]) {
    const before = said.length
    const child = start(SALDO, 1000, said)
    await new Promise<void>((resolve) =>
      child.on('message', () => said.length - before >= after && resolve()),
    )
    child.kill('SIGKILL')
    await once(child, 'exit')
    const [again] = await issueCertificates({
      folder,
      institution: KVITTO,
      orders: [{ use: 'web' }],
      hosts: [],
      now: new Date(),
    })
    said.push({ issued: again?.serial })
    expectKept(said)
  }
  await ensureTrustService(folder)
  const revoked = readRegister(folder).filter(({ revokedAt }) => revokedAt).length
  expect(revocationsOnList()).toBe(revoked)
  expect(readdirSync(folder).filter((name) => /^\.held|\.new$/.test(name))).toEqual([])
})

function start(institution: string, rounds: number, said: Said[]): ChildProcess {
  const child = fork('e2e/races/trust-service-process.ts', [folder, institution, String(rounds)], {
    execArgv: ['--conditions=react-server', '--import', 'tsx'],
  })
  child.on('message', (message: Said) => said.push(message))
  return child
}

async function ended(child: ChildProcess): Promise<void> {
  // What it has said last may still be under way when it is gone.
  const [[code]] = await Promise.all([once(child, 'exit'), once(child, 'disconnect')])
  expect(code).toBe(0)
}

function expectKept(said: readonly Said[]): void {
  const register = new Map(readRegister(folder).map((entry) => [entry.serial, entry]))
  for (const { issued, revoked } of said) {
    if (issued)
      expect([register.has(issued), readIssued(folder, issued)]).toEqual([
        true,
        expect.stringMatching(/^-----BEGIN/),
      ])
    if (revoked) expect(register.get(revoked)?.revokedAt).not.toBeNull()
  }
}

function revocationsOnList(): number | undefined {
  const anchors = loadTrustAnchors(sandboxPaths(folder).anchors)
  expect(anchors.faults()).toEqual([])
  return anchors.list()[0]?.revocations?.serials.size
}

type Said = { issued?: string | undefined; revoked?: string }
