import { notFound } from 'next/navigation'
import { lastCheckpoint } from '@/lib/trail/make-checkpoint'
import { openToAll } from '../open-to-all'

export const dynamic = 'force-dynamic'

/** The newest checkpoint of the audit trail: how many rows, one hash over all of them, when, signed. It says nothing of anybody. */
export async function GET(): Promise<Response> {
  const checkpoint = await lastCheckpoint()
  if (!checkpoint) notFound()
  return openToAll(checkpoint.note, { type: 'text/plain; charset=utf-8' })
}
