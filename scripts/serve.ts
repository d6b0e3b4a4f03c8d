import { nextProgram, onEnd, startProgram, stopChildren } from './children'
import { completeEnvironment } from './environment'

// npm start, npm run dev: the bank alone. Brings its own PostgreSQL where DATABASE_URL names none.
const mode = process.argv[2] === 'dev' ? 'dev' : 'start'
const development = { SANDBOX: 'on', NODE_ENV: 'development' }
const postgres = await completeEnvironment(mode === 'dev' ? development : { NODE_ENV: 'production' })

const { port } = new URL(process.env.PUBLIC_ORIGIN ?? 'http://localhost:3000')
const { readEnvironment } = await import('@/lib/environment')
const { LISTEN_HOST } = readEnvironment(process.env)
const server = startProgram([
  nextProgram(),
  mode,
  '-H',
  LISTEN_HOST,
  '-p',
  process.env.PORT ?? (port || '3000'),
])
const end = onEnd(async () => {
  await stopChildren()
  await postgres?.stop()
})
server.once('exit', (code) => end(code ?? 1))
