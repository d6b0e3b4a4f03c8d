import { nameHolders } from '@/lib/psu/name-holders'

/** The names of other holders, by their id; whose key is gone is left out. */
export async function holderNames(psuIds: readonly string[]): Promise<Map<string, string>> {
  const named = [...new Set(psuIds)].map(async (id) =>
    (await nameHolders([id])).map((name) => [id, name] as const),
  )
  return new Map((await Promise.all(named)).flat())
}
