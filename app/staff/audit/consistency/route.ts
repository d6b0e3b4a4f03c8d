import { notFound } from 'next/navigation'
import { requireColleague } from '@/lib/session/colleague'
import { proveExtension } from '@/lib/trail/prove'

/** Proof that the tree of `first` leaves is the beginning of the tree of `second`. */
export async function GET(request: Request): Promise<Response> {
  await requireColleague('audit.see')
  const query = new URL(request.url).searchParams
  const [first, second] = [sizeOf(query.get('first')), sizeOf(query.get('second'))]
  const proof = first && second ? await proveExtension(first, second) : null
  if (!proof) notFound()
  return Response.json(proof, { headers: { 'cache-control': 'no-store' } })
}

const sizeOf = (text: string | null) => (text !== null && /^[1-9]\d{0,14}$/.test(text) ? Number(text) : null)
