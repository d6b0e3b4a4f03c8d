import { publishedEvidenceKeys } from '@/lib/evidence/evidence-keys'
import { keySetToAll } from '../open-to-all'

export const dynamic = 'force-dynamic'

/** The public keys by which anybody checks a receipt, old ones with the time in which they signed. */
export const GET = async () => keySetToAll(await publishedEvidenceKeys())
