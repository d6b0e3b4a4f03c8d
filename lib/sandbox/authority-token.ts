import 'server-only'
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { findAuthority } from '@/lib/eidas/authorities'
import { PRIVATE, writeAtomically } from '@/lib/sandbox/key-files'
import { sandboxPaths } from '@/lib/sandbox/sandbox-folder'
import { TrustRefusal } from '@/lib/sandbox/trust-refusal'

/** Who runs the sandbox, as its switches know them. */
export const OPERATOR = 'operator'

/** The token by which an authority (`NL-DNB`), or the operator, proves itself to the register and the QTSP. */
export function tokenOf(folder: string, holder: string): string {
  return `${holder}.${createHmac('sha256', secretOf(folder)).update(holder).digest('base64url')}`
}

/** Whose token this is. Refused if it is nobody's. */
export function holderOf(folder: string, token: string | null): string {
  if (token === null)
    throw new TrustRefusal(
      'proof_missing',
      "Send the authority's token as Authorization: Bearer …; npm run sandbox -- tokens prints them.",
    )
  const holder = token.slice(0, token.lastIndexOf('.'))
  const isKnown = holder === OPERATOR || findAuthority(holder) !== null
  if (isKnown && isSame(tokenOf(folder, holder), token)) return holder
  throw new TrustRefusal(
    'proof_wrong',
    "This is no authority's token; npm run sandbox -- tokens prints them.",
  )
}

function secretOf(folder: string): Buffer {
  const path = sandboxPaths(folder).authoritySecret
  if (!existsSync(path)) makeSecret(path)
  return readFileSync(path)
}

/** Of two processes that make one at once, the second finds the first one's. */
function makeSecret(path: string): void {
  mkdirSync(dirname(path), { recursive: true })
  const aside = `${path}-${randomBytes(6).toString('hex')}`
  writeAtomically(aside, randomBytes(32), PRIVATE)
  try {
    linkSync(aside, path)
  } catch (thrown) {
    if (!existsSync(path)) throw thrown
  } finally {
    rmSync(aside, { force: true })
  }
}

function isSame(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)]
  return left.length === right.length && timingSafeEqual(left, right)
}
