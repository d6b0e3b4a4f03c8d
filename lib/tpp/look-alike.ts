import unhomoglyph from 'unhomoglyph'

/**
 * Whether two names are one to the eye, and by which rule; null where they are not. `same`: but for case, spacing, accents
 * and punctuation. `confusable`: by the skeletons of UTS #39, whatever scripts the letters are of, so that a Cyrillic
 * `ѕаӏԁо` is `saldo`, and so are `rn` for `m`, 0 for O and I or 1 for l (THR-12).
 */
export function lookAlike(one: string, other: string): LookAlike | null {
  if (foldName(one) === foldName(other)) return 'same'
  const others = skeletons(other)
  return skeletons(one).some((skeleton) => others.includes(skeleton)) ? 'confusable' : null
}

/** Whether a name holds another one within it, to the eye: `Nordhavn Security` is no name for a stranger. */
export function holdsName(name: string, held: string): boolean {
  const within = skeletons(name)
  return skeletons(held).some((skeleton) => skeleton && within.some((longer) => longer.includes(skeleton)))
}

function foldName(name: string): string {
  // Up first: ß and SS are one.
  return bare(name.normalize('NFKD').toUpperCase().toLowerCase())
}

/**
 * Case hides a likeness: `I` looks like `l` as it stands, `M` like `rn` only once it is small. So there are two, before and
 * after the letters are made small.
 */
function skeletons(name: string): string[] {
  const plain = name.normalize('NFKC').replace(/\p{Default_Ignorable_Code_Point}/gu, '')
  return [...new Set([skeleton(plain).toLowerCase(), skeleton(plain.toLowerCase()).toLowerCase()].map(bare))]
}

/**
 * UTS #39, 4: decomposed, each character by its prototype, decomposed. To it the small palochka looks like `i`, which is so in
 * few fonts, and `vv` like nothing.
 */
function skeleton(name: string): string {
  const prototypes = unhomoglyph(name.normalize('NFD').replaceAll('\u04cf', 'l'))
  return prototypes.normalize('NFD').replace(/vv/gi, 'w')
}

/** Letters and digits alone: an accent, a space or a dot makes no other name of it. */
const bare = (text: string) => text.replace(/[^\p{L}\p{N}]/gu, '')

export type LookAlike = 'same' | 'confusable'
