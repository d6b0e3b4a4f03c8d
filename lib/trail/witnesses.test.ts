import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { connect } from 'node:tls'
import { afterAll, expect, test } from 'vitest'
import { freePort } from '@/e2e/fixtures/free-port'
import { givenRows } from '@/e2e/fixtures/given-trail'
import { openssl } from '@/e2e/fixtures/openssl'
import { env } from '@/lib/env'
import { keepWitness } from '@/scripts/audit-verify/keep-witness'
import { readKeys } from '@/scripts/audit-verify/note'
import { publishedCheckpointKeys, trailOrigin } from './checkpoint-keys'
import { folderWitness } from './folder-witness'
import { httpWitness } from './http-witness'
import { makeCheckpoint } from './make-checkpoint'
import { tellWitnesses } from './tell-witnesses'
import { writeExport } from './write-export'

const folder = await mkdtemp(join(tmpdir(), 'placet-witnesses-'))
afterAll(() => rm(folder, { recursive: true }))
const inFolder = (name: string) => join(folder, name)
/** What the witness of a folder writes. */
const fileOf = (name: string) => join(inFolder(name), `${trailOrigin().replace(/[^a-z0-9.-]/gi, '_')}.jsonl`)

await givenRows(30)
const first = await makeCheckpoint()
const keys = inFolder('keys.json')
await writeFile(keys, JSON.stringify(await publishedCheckpointKeys()))

const program = (...words: string[]) =>
  spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] })

test('a witness that is away is told later, and nobody else waits for it', async () => {
  const away = { name: 'away', held: () => Promise.reject(new Error('away')), take: () => Promise.reject() }
  const folderOne = folderWitness(inFolder('one'), trailOrigin())
  expect(await tellWitnesses([away, folderOne])).toEqual(['away'])
  expect(await folderOne.held()).toEqual({ size: 30, checkpoint: first?.note })
})

test('a line that a crash tore is passed over, and what follows is whole', async () => {
  const witness = folderWitness(inFolder('torn'), trailOrigin())
  await tellWitnesses([witness])
  const file = fileOf('torn')
  await appendFile(file, '{"first":30,"entr')
  await givenRows(4)
  const second = await makeCheckpoint()
  expect(await tellWitnesses([witness])).toEqual([])
  expect(await witness.held()).toEqual({ size: 34, checkpoint: second?.note })
  await writeExport(inFolder('export'))
  expect(await verified(file)).toEqual({
    said: expect.stringMatching(/^AS IT WAS: 34 rows; the witness has seen 34 of them/),
    code: 0,
  })
})

test('a witness that has seen nothing since a moment vouches for nothing that came after it', async () => {
  const witness = folderWitness(inFolder('since'), trailOrigin())
  await tellWitnesses([witness])
  await writeExport(inFolder('export'))
  const file = fileOf('since')
  const since = (millis: number) =>
    verified(file, '--not-before', new Date(Date.now() + millis).toISOString())
  expect(await since(-3_600_000)).toMatchObject({ code: 0 })
  expect(await since(3_600_000)).toEqual({ said: expect.stringMatching(/^TOO OLD/), code: 1 })
})

test('a witness takes nothing that it cannot compute itself, and nothing that the bank has not signed', async () => {
  const file = inFolder('kept.jsonl')
  await writeFile(file, '')
  const witness = await keepWitness({ file, keys: readKeys(await readFile(keys, 'utf8')) })
  const told = folderWitness(inFolder('one'), trailOrigin())
  await tellWitnesses([told])
  const [entries = '', note = ''] = (await readFile(fileOf('one'), 'utf8')).split('\n')
  const stretch = JSON.parse(entries)
  const another = { ...stretch, entries: [...stretch.entries].reverse() }
  expect(await witness.take(another)).toEqual({ status: 200 })
  expect(await witness.take(JSON.parse(note))).toEqual({ status: 409 })
  expect(await witness.take({ ...stretch, first: 1 })).toEqual({ status: 409 })
  expect(await witness.take(stretch)).toEqual({ status: 200 })
  expect(await witness.take({ checkpoint: JSON.parse(note).checkpoint.replace('at 2', 'at 1') })).toEqual({
    status: 422,
  })
  expect(await readFile(file, 'utf8')).toBe('')
  expect(await witness.take(JSON.parse(note))).toEqual({ status: 200 })
  expect((await keepWitness({ file, keys: [] })).held()).toEqual(witness.held())
})

test('the witness that we bring is told over HTTPS and has what the folder has', async () => {
  const port = await freePort()
  const [cert, key, file] = [inFolder('cert.pem'), inFolder('key.pem'), inFolder('http.jsonl')]
  await openssl(
    folder,
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
    ...['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-keyout', key, '-out', cert],
  )
  env.EGRESS_ALLOWED = [`localhost:${port}`]
  env.EGRESS_TRUST_FILE = cert
  const server = program(
    ...['scripts/audit-verify/witness.ts', '--file', file, '--keys', keys, '--cert', cert, '--key', key],
    ...['--port', String(port), '--host', '127.0.0.1'],
  )
  try {
    await once(createInterface({ input: server.stdout }), 'line')
    const witness = httpWitness(`https://localhost:${port}/`)
    const beside = folderWitness(inFolder('beside'), trailOrigin())
    expect(await tellWitnesses([witness, beside])).toEqual([])
    await hangUp(port, cert)
    await givenRows(2)
    await makeCheckpoint()
    expect(await tellWitnesses([witness, beside])).toEqual([])
    expect(await witness.held()).toEqual(await beside.held())
  } finally {
    server.kill()
  }
})

async function verified(witness: string, ...more: string[]): Promise<{ said: string; code: number }> {
  const words = [inFolder('export'), '--witness', witness, '--keys', keys, ...more]
  const verify = program('scripts/audit-verify/verify.ts', ...words)
  const [[said], [code]] = await Promise.all([
    once(createInterface({ input: verify.stdout }), 'line'),
    once(verify, 'exit'),
  ])
  return { said, code }
}

/** Begins to tell the witness something, and is gone in the middle of it. */
async function hangUp(port: number, cert: string): Promise<void> {
  const socket = connect({ port, host: '127.0.0.1', servername: 'localhost', ca: await readFile(cert) })
  await once(socket, 'secureConnect')
  const half = 'POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: 100\r\n\r\n{"entries"'
  await new Promise((resolve) => socket.write(half, resolve))
  socket.destroy()
  await once(socket, 'close')
}
