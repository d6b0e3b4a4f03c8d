import { callerFromHeaders } from '@/lib/tpp/caller-from-headers'
import { handleXs2a } from '@/lib/xs2a/handle-xs2a'

export const dynamic = 'force-dynamic'

const answer = async (request: Request) => handleXs2a(request, await callerFromHeaders(request.headers))

// Every method, so that one the interface does not offer is refused in its own words.
export {
  answer as DELETE,
  answer as GET,
  answer as HEAD,
  answer as OPTIONS,
  answer as PATCH,
  answer as POST,
  answer as PUT,
}
