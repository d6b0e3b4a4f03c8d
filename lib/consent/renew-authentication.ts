import 'server-only'
import { and, eq, isNull } from 'drizzle-orm'
import type { Transaction } from '@/db/connection'
import { consents } from '@/db/schema/consents'
import { scaDemands } from '@/db/schema/sca-demands'

/**
 * The customer has authenticated for this third party: the 180 days of all its valid consents begin anew (RTS
 * Art. 10a(2) counts per third party), and what the bank had demanded is met.
 */
export async function renewAuthentication(tx: Transaction, { psuId, tppId, at }: Renewal): Promise<void> {
  await tx
    .update(consents)
    .set({ scaAt: at })
    .where(and(eq(consents.psuId, psuId), eq(consents.tppId, tppId), eq(consents.status, 'valid')))
  await tx
    .update(scaDemands)
    .set({ metAt: at })
    .where(and(eq(scaDemands.psuId, psuId), eq(scaDemands.tppId, tppId), isNull(scaDemands.metAt)))
}

type Renewal = { psuId: string; tppId: string; at: Date }
