import 'server-only'
import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { database } from '@/db/connection'
import { erasures } from '@/db/schema/erasures'

/** Whether the customer has had such an erasure; a foreign one is as absent. */
export async function hasErasure({ psuId, erasureId }: HasErasure): Promise<boolean> {
  if (!z.uuid().safeParse(erasureId).success) return false
  const own = and(eq(erasures.id, erasureId), eq(erasures.psuId, psuId))
  return (await database().$count(erasures, own)) > 0
}

type HasErasure = { psuId: string; erasureId: string }
