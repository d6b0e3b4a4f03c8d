import { startListener } from '@/lib/listener/start-listener'

// Ours: the real listener with its real doors, as `instrumentation.ts` starts it in a server of Next.
const { port } = await startListener({ port: 0 })
console.log(JSON.stringify({ port }))
