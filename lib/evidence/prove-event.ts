import 'server-only'
import { proveRows } from '@/lib/trail/prove'
import type { AuditProof } from './audit-proof'

/** What a receipt says of its event's place in the trail: by the newest checkpoint, or that none has it yet (a minute at most). */
export async function proveEvent(eventId: string): Promise<AuditProof> {
  const proof = (await proveRows([eventId])).find(({ entry }) => entry.startsWith('audit_events/1 '))
  if (!proof) return { state: 'not-yet-covered' }
  const { entry, leaf, size, inclusion, checkpoint } = proof
  return { state: 'included', entry, leaf, treeSize: size, inclusion, checkpoint }
}
