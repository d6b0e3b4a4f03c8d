import { startListener } from '@/lib/listener/start-listener'

// One instance of the third parties' door as a process of its own. Tells its port to whoever started it and ends with it.
const { port } = await startListener({ port: 0 })
process.once('disconnect', () => process.exit())
process.send?.({ port })
