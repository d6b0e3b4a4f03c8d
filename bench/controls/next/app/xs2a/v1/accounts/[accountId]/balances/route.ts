import { type NextRequest, NextResponse } from 'next/server'
import { callerFromHeaders } from '@/lib/tpp/caller-from-headers'
import { readBalances } from '../../../../../../read-balances'
import { recordRefused } from '../../../../../../record-refused'
import { verifyAccessToken } from '../../../../../../verify-access-token'

export const dynamic = 'force-dynamic'

/** The control of P2: a checked balances read as it is usually written, behind a proxy that terminates TLS. */
export async function GET(request: NextRequest, { params }: Context): Promise<NextResponse> {
  const { accountId } = await params
  const { certificate } = await callerFromHeaders(request.headers)
  const requestId = request.headers.get('x-request-id') ?? ''
  const consentId = request.headers.get('consent-id') ?? ''
  if (!certificate) return NextResponse.json({}, { status: 401 })
  const { thumbprint, organizationIdentifier: tppId } = certificate
  const call = { consentId, tppId, thumbprint, requestId }
  const grantId = await verifyAccessToken(request.headers.get('authorization'), certificate)
  const body = grantId && (await readBalances({ ...call, accountId, grantId }))
  if (!body) await recordRefused(call)
  return NextResponse.json(body ?? {}, {
    status: body ? 200 : 401,
    headers: { 'x-request-id': requestId, 'cache-control': 'no-store' },
  })
}

type Context = { params: Promise<{ accountId: string }> }
