import { publishedCheckpointKeys } from '@/lib/trail/checkpoint-keys'
import { keySetToAll } from '../open-to-all'

export const dynamic = 'force-dynamic'

/** The public keys by which anybody checks a checkpoint of the audit trail, and the name that it goes by. */
export const GET = async () => keySetToAll(await publishedCheckpointKeys())
