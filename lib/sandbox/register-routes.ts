import 'server-only'
import { readFileSync } from 'node:fs'
import type { Hono } from 'hono'
import { z } from 'zod'
import { findAuthority } from '@/lib/eidas/authorities'
import {
  RESTORATION,
  restoreAuthorisation,
  WITHDRAWAL,
  withdrawAuthorisation,
} from '@/lib/sandbox/change-authorisation'
import { publishDue } from '@/lib/sandbox/ensure-trust-service'
import { getInstitution, type Institution, readInstitutions, rolesNow } from '@/lib/sandbox/institutions'
import { LICENCE, licenseInstitution } from '@/lib/sandbox/license-institution'
import { callingAuthority, parseOrder, readOrder } from '@/lib/sandbox/read-order'
import { sandboxPaths } from '@/lib/sandbox/sandbox-folder'
import { readStatement } from '@/lib/sandbox/sign-statement'

const FILTER = z.strictObject({
  authority: z.string().optional(),
  status: z.enum(['active', 'withdrawn']).optional(),
})

/** The authorities' side: the register of payment institutions, and each authority's changes to its own rows. */
export function addRegisterRoutes(app: Hono, folder: string): void {
  app.get('/register/institutions', async (c) => {
    const filter = parseOrder(c.req.query(), FILTER)
    const now = new Date()
    await publishDue(folder, now)
    const {
      sequence = 0,
      issued = now,
      nextUpdate = null,
    } = readStatement(sandboxPaths(folder).registerSnapshot) ?? {}
    const institutions = readInstitutions(folder)
      .filter(({ authority }) => authority === (filter.authority ?? authority))
      .filter(({ status }) => status === (filter.status ?? status))
    return c.json({ sequence, issued, nextUpdate, institutions: institutions.map(toView) })
  })
  app.get('/register/institutions/:id', (c) => c.json(toView(getInstitution(folder, c.req.param('id')))))
  app.get('/register/snapshot.json', async (c) => {
    await publishDue(folder, new Date())
    const snapshot = readFileSync(sandboxPaths(folder).registerSnapshot, 'utf8')
    return c.body(snapshot, 200, { 'content-type': 'application/jose+json' })
  })

  app.post('/register/institutions', async (c) => {
    const by = callingAuthority(c, folder)
    const { value: licence } = await readOrder(c, LICENCE)
    const now = new Date()
    const institution = await licenseInstitution({ folder, by, now, licence })
    await publishDue(folder, now)
    return c.json(toView(institution), 201, {
      location: `/register/institutions/${encodeURIComponent(institution.id)}`,
    })
  })
  app.post('/register/institutions/:id/withdraw', async (c) => {
    const by = callingAuthority(c, folder)
    const { value } = await readOrder(c, WITHDRAWAL)
    const now = new Date()
    const institution = await withdrawAuthorisation({ folder, id: c.req.param('id'), by, now, ...value })
    await publishDue(folder, now)
    return c.json(toView(institution))
  })
  app.post('/register/institutions/:id/restore', async (c) => {
    const by = callingAuthority(c, folder)
    const { value } = await readOrder(c, RESTORATION)
    const now = new Date()
    const institution = await restoreAuthorisation({ folder, id: c.req.param('id'), by, now, ...value })
    await publishDue(folder, now)
    return c.json(toView(institution))
  })
}

/** `roles` are those of now. */
function toView(institution: Institution) {
  const { id, name } = findAuthority(institution.authority) ?? { id: institution.authority, name: null }
  return { ...institution, authority: { id, name }, roles: rolesNow(institution) }
}
