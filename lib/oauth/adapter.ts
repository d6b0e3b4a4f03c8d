import 'server-only'
import type { Adapter } from 'oidc-provider'
import { findClient } from './client-adapter'
import { recordAdapter } from './record-adapter'
import { replayAdapter } from './replay-adapter'

const nothing = async () => undefined
const none: Adapter = {
  upsert: nothing,
  find: nothing,
  consume: nothing,
  destroy: nothing,
  revokeByGrantId: nothing,
  findByUid: nothing,
  findByUserCode: nothing,
}

const SPECIAL: Record<string, Adapter> = {
  Client: { ...none, find: findClient },
  ReplayDetection: replayAdapter,
  // The provider keeps no sign-in of its own: each request asks for one (RTS Art. 4). So two customers in one browser
  // never meet: no detour over a log-out page, and nobody's grants end because somebody else signed in.
  Session: none,
}

/** Where each model of the provider is kept. */
export const adapterOf = (model: string): Adapter => SPECIAL[model] ?? recordAdapter(model)
