/**
 * Notes that somebody was turned away. Only counted here, so that a flood costs no statement; `lib/audit/write-blocks`
 * writes what was counted every second, a row per rule, caller and minute.
 */
export function noteBlock({ rule, address, tppId = null, requestId = null }: Block): void {
  const key = `${rule} ${tppId ?? address}`
  const known = blocks.get(key)
  if (known) {
    known.count += 1
    known.requestId = requestId ?? known.requestId
    return
  }
  // Somebody with endless addresses: what cannot be told apart any more is counted together.
  if (blocks.size >= BLOCKS_MAX) noteRest(rule)
  else blocks.set(key, { rule, address, tppId, requestId, count: 1 })
}

/** What was counted since the last call. */
export function takeBlocks(): CountedBlock[] {
  const taken = [...blocks.values()]
  blocks.clear()
  return taken
}

const BLOCKS_MAX = 500
const ELSEWHERE = 'many'

function noteRest(rule: string): void {
  const key = `${rule} ${ELSEWHERE}`
  const known = blocks.get(key)
  if (known) known.count += 1
  else blocks.set(key, { rule, address: ELSEWHERE, tppId: null, requestId: null, count: 1 })
}

const held = Symbol.for('placet.blocks')
const shared = globalThis as { [held]?: Map<string, CountedBlock> }
const blocks: Map<string, CountedBlock> = shared[held] ?? new Map()
shared[held] = blocks

export type Block = {
  rule: string
  address: string
  tppId?: string | null
  requestId?: string | null
}
export type CountedBlock = Required<Block> & { count: number }
