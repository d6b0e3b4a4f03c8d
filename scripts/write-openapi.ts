import { writeFile } from 'node:fs/promises'
import { openApiFile } from '@/lib/xs2a/openapi-file'

// npm run openapi: the contract of a release as a file. A test compares it with the table it is made of.
await writeFile('docs/openapi.json', openApiFile())
