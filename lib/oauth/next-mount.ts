import 'server-only'
import { callerFromHeaders } from '@/lib/tpp/caller-from-headers'
import { handleOAuth } from './handle-oauth'
import { answerByNode } from './node-http'

/** The OAuth door for a request that came to Next: browsers, one-port deployments and development. */
export async function mountOAuth(request: Request): Promise<Response> {
  const caller = await callerFromHeaders(request.headers)
  return answerByNode(request, (req, res) => handleOAuth(req, res, caller))
}
