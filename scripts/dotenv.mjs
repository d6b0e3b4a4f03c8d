import { existsSync } from 'node:fs'

// Every npm script of ours reads .env as the Next server does; what is set already wins.
if (existsSync('.env')) process.loadEnvFile('.env')
