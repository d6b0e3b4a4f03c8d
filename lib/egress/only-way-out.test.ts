import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

/** What can open a connection to somebody. A server, and the types of one, are no way out. */
const WAYS_OUT = [
  /\bfetch\(/,
  /import \{[^}]*\b(request|get|Agent)\b[^}]*\} from 'node:https?'/,
  /import (\* as )?\w+ from 'node:(https?|net|tls|dgram|http2)'/,
  /import \{[^}]*\b(connect|createConnection)\b[^}]*\} from 'node:(net|tls|http2)'/,
  /from '(undici|axios|got|node-fetch|ky)'/,
]

test('HTTP leaves the house through lib/egress alone (THR-14)', () => {
  const files = ['lib', 'db', 'app']
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
    )
    .filter((file) => /\.tsx?$/.test(file) && !/\.(test|d)\.tsx?$/.test(file))
    .filter((file) => !readFileSync(file, 'utf8').startsWith("'use client'"))
  const ways = files.filter((file) => WAYS_OUT.some((way) => way.test(readFileSync(file, 'utf8'))))
  expect(ways.sort()).toEqual([
    'lib/egress/ask-listed.ts',
    'lib/egress/inspect-tls.ts',
    'lib/egress/send-out.ts',
  ])
})
