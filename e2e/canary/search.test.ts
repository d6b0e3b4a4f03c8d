import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { encodingsOf } from './encodings'
import { Search } from './search'

const MARK = 'Kanarie Østergård 7'
const search = new Search([{ text: MARK, from: 'psus.name' }])
const hows = (bytes: Buffer) => search.in('x', bytes).map(({ how }) => how)

test.each<[string, Buffer]>([
  ['plain', Buffer.from(`before ${MARK} behind`)],
  ['hex', Buffer.from(Buffer.from(`a${MARK}b`).toString('hex'))],
  ...[0, 1, 2].map((at): [string, Buffer] => [
    `base64 at ${at}`,
    Buffer.from(Buffer.from(`${'x'.repeat(at)}${MARK} and more`).toString('base64')),
  ]),
  ['sha256', createHash('sha256').update(MARK).digest()],
  ['md5 in hex', Buffer.from(createHash('md5').update(MARK).digest('hex'))],
  ['sha1 in base64', Buffer.from(createHash('sha1').update(MARK).digest('base64'))],
])('finds a mark that lies there as %s', (how, bytes) => {
  expect(hows(Buffer.concat([Buffer.alloc(70_000, 1), bytes]))).toContain(how)
})

test('finds no mark where only a part of one is', () => {
  for (const { bytes } of encodingsOf(MARK)) expect(hows(bytes.subarray(0, -1))).not.toContain('plain')
  expect(hows(Buffer.from('Kanarie Østergård 8'))).toEqual([])
})
