import { writeFile } from 'node:fs/promises'
import { retentionDocument } from '@/db/retention-document'
import { environmentExample } from '@/lib/environment-example'
import { xs2aDocument } from '@/lib/xs2a/xs2a-document'

// npm run docs: the pages that are generated, so that they cannot drift. A test compares them with their source.
await writeFile('docs/retention.md', retentionDocument())
await writeFile('.env.example', environmentExample())
await writeFile('docs/xs2a.md', xs2aDocument())
