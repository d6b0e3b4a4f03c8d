import { z } from 'zod'
import { startListener } from '@/lib/listener/start-listener'
import { route } from '@/lib/xs2a/route'
import { ROUTES } from '@/lib/xs2a/routes'
import { twoKilobytes } from '../two-kilobytes'

// Ours for P4: the real listener and the whole XS2A door (TLS, certificate, third party, route, role, headers, query,
// measurement) around one more line of the table that reads nothing, so that only the path is measured.
ROUTES.push(
  route({
    operationId: 'readTwoKilobytes',
    summary: 'Two kilobytes',
    answers: { 200: z.unknown() },
    refusals: [],
    method: 'GET',
    path: '/v1/two-kilobytes',
    role: 'PSP_AI',
    right: null,
    headers: [],
    query: z.strictObject({}),
    body: null,
    below: null,
    handle: async (call) => {
      // As a read that its own statement has recorded.
      call.entry.recorded = true
      return { status: 200, body: twoKilobytes }
    },
  }),
)
const { port } = await startListener({ port: 0 })
console.log(JSON.stringify({ port }))
