import { writeFile } from 'node:fs/promises'
import { retentionDocument } from '@/db/retention-document'
import { environmentExample } from '@/lib/environment-example'

// npm run docs: the pages that are generated, so that they cannot drift. A test compares them with their source.
await writeFile('docs/retention.md', retentionDocument())
await writeFile('.env.example', environmentExample())
