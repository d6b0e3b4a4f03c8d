/**
 * What somebody typed to search by, as an address brings it: nothing unseen (PostgreSQL takes no NUL), and no longer than
 * `most`.
 */
export function searchText(given: unknown, most: number): string {
  if (typeof given !== 'string') return ''
  return given.normalize('NFKC').replace(/\p{C}/gu, '').trim().slice(0, most)
}
