import { globSync, readFileSync } from 'node:fs'
import { NextRequest } from 'next/server'
import { expect, test } from 'vitest'
import { env } from '@/lib/env'
import { isFormPath } from '@/lib/session/form-path'
import { config, proxy } from './proxy'

const ask = async (method: string, path: string, headers: Record<string, string> = {}) =>
  (await proxy(new NextRequest(`${env.PUBLIC_ORIGIN}${path}`, { method, headers }))).status
const passes = async (method: string, path: string, headers = {}) =>
  (await ask(method, path, headers)) === 200

/** The addresses of the app folder's files of that name, without those that the proxy leaves alone. */
const addresses = (name: string) =>
  globSync(`app/**/${name}`)
    .map((file) => ({ file, path: file.replace(/^app|\/\([^)]+\)|\/(page|route)\.tsx?$/g, '') || '/' }))
    .filter(({ path }) => new RegExp(`^${config.matcher[0]}$`).test(path))

test('a page is got and nothing else; what takes forms takes them', async () => {
  for (const { path } of addresses('page.tsx')) {
    const here = path.replaceAll(/\[[^\]]+\]/g, '0199')
    if (path !== '/verify') expect([path, await ask('POST', here)]).toEqual([path, 405])
    expect([path, isFormPath(here)]).toEqual([path, path === '/verify'])
  }
  const posted = addresses('route.ts').filter(({ file }) => /\bPOST\b/.test(readFileSync(file, 'utf8')))
  expect(posted.length).toBeGreaterThan(70)
  for (const { path } of posted)
    expect([path, await passes('POST', path.replaceAll(/\[[^\]]+\]/g, '0199'))]).toEqual([path, true])
  for (const method of ['PUT', 'PATCH', 'DELETE', 'OPTIONS']) expect(await ask(method, '/sign-out')).toBe(405)
})

test('an address that cannot be read is refused before Next reads it', async () => {
  for (const path of ['/interaction/%', '/permissions/%ED%A0%80', '/staff/audit/%ff'])
    expect(await ask('GET', path)).toBe(400)
  expect(await ask('GET', '/permissions/%C3%A9')).toBe(200)
})

test('a file to check comes from our own page and is no larger than one can be', async () => {
  const origin = env.PUBLIC_ORIGIN
  for (const foreign of ['null', 'https://elsewhere.example', `${origin}.example`])
    expect(await ask('POST', '/verify', { origin: foreign })).toBe(403)
  expect(await ask('POST', '/verify')).toBe(403)
  const large = { origin, 'content-length': '3000000' }
  expect(await ask('POST', '/verify', { ...large, 'next-action': 'x' })).toBe(413)
  // Without a script the form's page comes back and says it.
  expect(await ask('POST', '/verify', large)).toBe(303)
  expect(await ask('POST', '/verify', { origin, 'content-length': '900000' })).toBe(200)
})

test('a request gets an id of ours, whatever its sender wrote, and the page and its handlers have the same', async () => {
  const forged = 'e5b3a6a6-0000-4000-8000-000000000000'
  const { headers } = await proxy(
    new NextRequest(`${env.PUBLIC_ORIGIN}/sign-in`, { headers: { 'x-request-id': forged } }),
  )
  const id = headers.get('x-request-id')
  expect(id).toMatch(/^[0-9a-f-]{36}$/)
  expect(id).not.toBe(forged)
  // Next's own way of handing a changed header on.
  expect(headers.get('x-middleware-request-x-request-id')).toBe(id)
})
