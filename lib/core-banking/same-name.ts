/**
 * How a name that somebody wrote stands to the name of a holder: the same, nearly the same, or another. Case, accents,
 * punctuation, the order of words and legal forms do not count, and one of several holders is a holder. Nearly is one word
 * only: a slip of the pen, an initial, or one more or less beside two that are right. Whoever asks learns the holder's whole
 * name then, so that guessing many words at once, or a part of them, must tell nothing.
 */
export function compareNames(written: string, holder: string): Comparison {
  const ours = wordsOf(written)
  const results = [holder, ...oneByOne(holder)].map((name) => compareWords(ours, wordsOf(name)))
  if (results.includes('match')) return 'match'
  return results[0] ?? 'no-match'
}

function compareWords(ours: readonly string[], theirs: readonly string[]): Comparison {
  if (ours.length === 0 || theirs.length === 0) return 'no-match'
  const [written, held] = [without(ours, theirs), without(theirs, ours)]
  if ((written.length === 0 && held.length === 0) || ours.join('') === theirs.join('')) return 'match'
  const [wrong, meant] = [written[0] ?? '', held[0] ?? '']
  const right = ours.length - written.length
  if (written.length + held.length === 1) return right > 1 ? 'close-match' : 'no-match'
  if (written.length !== 1 || held.length !== 1 || !isNear(wrong, meant)) return 'no-match'
  return right > 0 || ours.length === 1 ? 'close-match' : 'no-match'
}

/** The words of one name that the other has not, each counted as often as it stands there. */
function without(words: readonly string[], others: readonly string[]): string[] {
  const left = [...others]
  return words.filter((word) => {
    const at = left.indexOf(word)
    if (at >= 0) left.splice(at, 1)
    return at < 0
  })
}

/** "Maja and Sam Brandt" is Maja Brandt and Sam Brandt: who stands without a surname has that of the last. */
function oneByOne(holder: string): string[] {
  const names = holder.split(BETWEEN_HOLDERS)
  const surname = names.at(-1)?.trim().split(/\s+/).slice(1).join(' ') ?? ''
  if (names.length < 2) return []
  return names.map((name) => (/\s/.test(name.trim()) ? name : `${name} ${surname}`))
}

const BETWEEN_HOLDERS = /\s+(?:&|and|og|und|et|και)\s+/iu

function isNear(one: string, other: string): boolean {
  if (one.length === 1 || other.length === 1) return one.at(0) === other.at(0)
  const slips = Math.min(one.length, other.length) < LONG_WORD ? 1 : 2
  return Math.min(one.length, other.length) > SHORT_WORD && distance(one, other) <= slips
}

const SHORT_WORD = 2
const LONG_WORD = 8

/** How many letters are put in, left out, changed or swapped with their neighbour (optimal string alignment). */
function distance(one: string, other: string): number {
  const rows: number[][] = [Array.from({ length: other.length + 1 }, (_, column) => column)]
  const at = (row: number, column: number) => rows[row]?.[column] ?? Number.POSITIVE_INFINITY
  for (let row = 1; row <= one.length; row++) {
    rows.push([row])
    for (let column = 1; column <= other.length; column++) {
      const changed = one[row - 1] === other[column - 1] ? 0 : 1
      const swapped = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1]
      const best = [at(row, column - 1) + 1, at(row - 1, column) + 1, at(row - 1, column - 1) + changed]
      if (swapped) best.push(at(row - 2, column - 2) + 1)
      rows[row]?.push(Math.min(...best))
    }
  }
  return at(one.length, other.length)
}

function wordsOf(name: string): string[] {
  const folded = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[øæœßłđðþıς]/g, (letter) => FOLDED[letter] ?? letter)
    // What stands inside a short form, A/S or B.V., goes; what stands between words parts them.
    .replace(/[./'’]/g, '')
  const words = folded.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '')
  const plain = words.filter((word) => !LEGAL_FORMS.has(word))
  return plain.length > 0 ? plain : words
}

/** Letters that are no accented form of another in Unicode and are written as one all the same. */
const FOLDED: Record<string, string> = {
  ø: 'o',
  æ: 'ae',
  œ: 'oe',
  ß: 'ss',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
  ς: 'σ',
}

const LEGAL_FORMS = new Set(
  `aps as is ivs ab oy oyj gmbh ag ug kg ohg eg ev bv nv vof sa sas sarl srl spa sl ltd limited plc llp llc inc ou uab sia kft
  zrt sro doo ae epe ike αε επε ικε οε εε`.split(/\s+/),
)

type Comparison = 'match' | 'close-match' | 'no-match'
