import { useTranslations } from 'next-intl'
import { consentReference } from '@/lib/consent/consent'
import { splitParty } from '@/lib/staff/mask-party'

/** Who did it, or what it was done to: by name where staff may know it, else by kind and the end of an id. */
export function AuditParty({ party, names }: { party: string; names: PartyNames }) {
  const t = useTranslations('staff.audit')
  const { kind, id } = splitParty(party)
  const word = KINDS.find((one) => one === kind)
  const kindWord = word ? t(`party.${word}`) : kind
  if (id === null) return kindWord
  if (kind === 'consent')
    return (
      <a href={`/staff/permissions?ref=${id}`}>
        <span className="whitespace-nowrap">{consentReference(id)}</span>
      </a>
    )
  const name = names[party]
  if (kind === 'tpp')
    return (
      <a href={`/staff/third-parties/${id}`}>
        <bdi>{name ?? id}</bdi>
      </a>
    )
  return (
    <>
      {kindWord} <bdi className={name ? '' : 'wrap-anywhere'}>{name ?? id}</bdi>
    </>
  )
}

const KINDS = [
  'psu',
  'tpp',
  'staff',
  'developer',
  'system',
  'register',
  'anonymous',
  'authenticator',
  'interaction',
  'key',
  'barrier',
  'incident',
  'bank',
] as const

/** Names by `kind:id`, of those who have one that staff may know. */
export type PartyNames = Record<string, string>
