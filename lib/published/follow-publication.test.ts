import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { followPublication } from './follow-publication'
import type { Issue } from './publication'

// A place that publishes numbered issues; "signed" is one that says so.

const published = { body: '', status: 200, asked: 0 }
const server = createServer((_, answer) => {
  published.asked += 1
  answer.writeHead(published.status).end(published.body)
}).listen(0, '127.0.0.1')
await new Promise((resolve) => server.once('listening', resolve))
const folder = mkdtempSync(join(tmpdir(), 'published-'))
afterAll(() => {
  server.close()
  rmSync(folder, { recursive: true })
})

let place = ''
let instances = 0
beforeEach(() => {
  instances += 1
  place = `http://127.0.0.1:${(server.address() as AddressInfo).port}/${instances}`
  Object.assign(published, { status: 200, asked: 0 })
})

const T0 = new Date('2026-11-20T10:00:00Z')
const after = (minutes: number) => new Date(T0.getTime() + minutes * 60_000)
const follow = (changes: { place?: string; signer?: string; bytesMax?: number } = {}) =>
  followPublication({
    place: changes.place ?? place,
    kind: 'register',
    refreshMinutes: 60,
    bytesMax: changes.bytesMax ?? 1_000,
    read: async (body) => {
      const { signer, said, sequence } = JSON.parse(body.toString())
      if (signer !== (changes.signer ?? 'us')) throw new Error('it is signed by nobody who is believed')
      return { sequence: Number(sequence), said: String(said), issuedAt: T0, nextUpdate: after(1440) }
    },
  })
const publish = (sequence: number, said: string, signer = 'us') => {
  published.body = JSON.stringify({ sequence, said, signer })
}
const saidBy = (followed: { current: () => { value: Issue & { said: string } } | null }) =>
  followed.current()?.value.said ?? null

test.each([
  ['a number that goes back', () => publish(4, 'older'), /number 4 is below 5/],
  ['another issue of the same number', () => publish(5, 'twin'), /number 5 is that of another issue/],
  ['a signature of somebody else', () => publish(6, 'evil', 'them'), /nobody who is believed/],
  ['nothing that can be read', () => Object.assign(published, { body: '<html>' }), /JSON/],
  ['too much', () => Object.assign(published, { body: 'x'.repeat(1_001) }), /too large/],
  ['an error', () => Object.assign(published, { status: 500 }), /answered 500/],
])('%s changes nothing: the last good copy stays in use, and the fault is told', async (_, next, fault) => {
  publish(5, 'good')
  const followed = follow()
  expect(await followed.look(T0)).toBe(true)
  const version = followed.version()
  next()
  expect(await followed.look(after(60))).toBe(false)
  expect([saidBy(followed), followed.version()]).toEqual(['good', version])
  expect(followed.fault()).toMatch(fault)
  // Not asked again at once; then all is well without a start.
  Object.assign(published, { status: 200 })
  publish(7, 'better')
  expect(await followed.look(after(61))).toBe(false)
  expect(await followed.look(after(70))).toBe(true)
  expect([saidBy(followed), followed.fault()]).toEqual(['better', null])
  expect(followed.version()).not.toBe(version)
})

test('it is fetched when due and no sooner, and what one instance fetched all use', async () => {
  publish(1, 'first')
  const [one, other] = [follow(), follow()]
  await one.look(T0)
  await other.look(after(1))
  expect([saidBy(other), published.asked]).toEqual(['first', 1])
  publish(2, 'second')
  await one.look(after(59))
  expect(published.asked).toBe(1)
  await one.look(after(60))
  expect(await other.look(after(60))).toBe(true)
  expect([saidBy(one), saidBy(other), published.asked]).toEqual(['second', 'second', 2])
})

test('for somebody who waits it is asked before it is due, and not by every call', async () => {
  publish(1, 'first')
  const followed = follow()
  await followed.look(T0)
  publish(2, 'second')
  await followed.hasten(after(0.9))
  expect(saidBy(followed)).toBe('first')
  await followed.hasten(after(1))
  expect(saidBy(followed)).toBe('second')
})

test('a start while the place is away serves by the copy that is kept', async () => {
  publish(1, 'kept')
  await follow().look(T0)
  Object.assign(published, { status: 503 })
  const started = follow()
  await started.recall()
  expect(saidBy(started)).toBe('kept')
  await started.look(after(600))
  expect(saidBy(started)).toBe('kept')
})

test('a kept copy is believed no more than its place: by other signers it is replaced, whatever its number', async () => {
  publish(50, 'of the old signer')
  await follow().look(T0)
  const started = follow({ signer: 'new' })
  await started.recall()
  expect(started.current()).toBeNull()
  expect(started.fault()).toMatch(/the copy that is kept is no good/)
  publish(1, 'of the new signer', 'new')
  expect(await started.look(after(1))).toBe(true)
  const next = follow({ signer: 'new' })
  await next.recall()
  expect(saidBy(next)).toBe('of the new signer')
})

test('a file is a place, too', async () => {
  const file = join(folder, 'list.json')
  const followed = follow({ place: file })
  await followed.look(T0)
  expect(followed.fault()).toMatch(/no such file/)
  writeFileSync(file, JSON.stringify({ sequence: 1, said: 'from a file', signer: 'us' }))
  await followed.look(after(1))
  expect(saidBy(followed)).toBe('from a file')
})
