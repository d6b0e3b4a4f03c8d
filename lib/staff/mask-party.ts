const SHOWN_END = 4

/** Those whose id is a person's, or opens something: of these staff see the end, enough to tell two apart. */
export const MASKED: ReadonlySet<string> = new Set(['psu', 'authenticator', 'interaction'])
export const MASKED_DETAILS: ReadonlySet<string> = new Set(['psuId', 'credentialId', 'interactionUid'])

/** An actor or an object of the trail, as `kind:id`, without what would tell who somebody is. */
export function maskParty(party: string): string {
  const { kind, id } = splitParty(party)
  return id !== null && MASKED.has(kind) ? `${kind}:${maskId(id)}` : party
}

/** What an event tells in the clear, without the ids of persons and of what opens something. */
export function maskDetail(detail: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(detail).map(([name, value]) => [
      name,
      MASKED_DETAILS.has(name) && typeof value === 'string' ? maskId(value) : value,
    ]),
  )
}

/** `system` has no id. */
export function splitParty(party: string): { kind: string; id: string | null } {
  const at = party.indexOf(':')
  return at < 0 ? { kind: party, id: null } : { kind: party.slice(0, at), id: party.slice(at + 1) }
}

export const maskId = (id: string) => `…${id.slice(-SHOWN_END)}`
