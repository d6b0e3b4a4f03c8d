import { startCourier } from '@/lib/delivery/start-courier'

// One instance's courier as a process of its own; it is killed in the middle of its work.
startCourier({ lookMillis: 20 })
process.once('disconnect', () => process.exit())
setInterval(() => undefined, 1_000)
process.send?.('ready')
