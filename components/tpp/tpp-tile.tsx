import type { TppView } from './tpp-view'

/** The first letter of a brand on a colour that follows from its id, the same on every page. */
export function TppTile({
  tpp,
  size = 'normal',
}: {
  tpp: Pick<TppView, 'id' | 'name'>
  size?: 'normal' | 'large'
}) {
  const letter = [...tpp.name.trim()][0]?.toLocaleUpperCase('en') ?? '?'
  return (
    <span
      aria-hidden="true"
      className={`grid shrink-0 place-items-center rounded-card border border-transparent font-heading text-white ${accentOf(tpp.id)} ${
        size === 'large' ? 'size-14 text-h1' : 'size-11 text-body'
      }`}
    >
      {letter}
    </span>
  )
}

function accentOf(id: string): string {
  let sum = 0
  for (const character of id) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 8191
  return ACCENTS[sum % ACCENTS.length] ?? 'bg-tile-6'
}

const ACCENTS = ['bg-tile-1', 'bg-tile-2', 'bg-tile-3', 'bg-tile-4', 'bg-tile-5', 'bg-tile-6'] as const
