import { join } from 'node:path'
import { env } from '@/lib/env'
import { serveTrustService } from '@/lib/sandbox/serve-trust-service'
import { onEnd } from './children'

// The sandbox's trust service and authorities, a program of their own beside the bank; npm run demo starts it.
const service = await serveTrustService({
  folder: join(env.PLACET_HOME, 'sandbox'),
  origin: env.SANDBOX_TRUST_ORIGIN,
})
onEnd(() => service.close())
