import 'server-only'
import { callerFromHeaders, forwardedCertificate } from '@/lib/tpp/caller-from-headers'
import { tellCertificate } from './tell-certificate'

/** `GET /certificate` for a request that came to Next: about the certificate that a proxy forwards which knows the secret. */
export async function mountCertificate(request: Request): Promise<Response> {
  const { method, headers } = request
  const der = forwardedCertificate(headers)
  const answer = await tellCertificate({ method, der, caller: await callerFromHeaders(headers) })
  return new Response(answer.body, { status: answer.status, headers: answer.headers })
}
