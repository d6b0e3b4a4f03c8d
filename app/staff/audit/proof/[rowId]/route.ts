import { notFound } from 'next/navigation'
import { requireColleague } from '@/lib/session/colleague'
import { proveRows } from '@/lib/trail/prove'
import { isUuid } from '@/lib/uuid'

/** Proofs that the rows with this id stand in the tree of the newest checkpoint; a minute after they were written at the latest. */
export async function GET(_request: Request, { params }: ProofContext): Promise<Response> {
  await requireColleague('audit.see')
  const { rowId } = await params
  const proofs = isUuid(rowId) ? await proveRows([rowId]) : []
  if (proofs.length === 0) notFound()
  return Response.json({ proofs }, { headers: { 'cache-control': 'no-store' } })
}

type ProofContext = { params: Promise<{ rowId: string }> }
