import { startNoticeCourier } from '@/lib/notices/start-notice-courier'

// One instance's courier of notices as a process of its own; it is killed in the middle of its work.
startNoticeCourier({ lookMillis: 20 })
process.once('disconnect', () => process.exit())
setInterval(() => undefined, 1_000)
process.send?.('ready')
