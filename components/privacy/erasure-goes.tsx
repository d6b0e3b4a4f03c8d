import { useTranslations } from 'next-intl'
import { useFormats } from '@/components/format'
import type { KeptKind } from '@/lib/privacy/ownership'

/** What exactly an erasure takes, and what a customer may fear that it takes. */
export function ErasureGoes({ kinds }: { kinds: readonly KeptKind[] }) {
  const t = useTranslations('privacy')
  const formats = useFormats()
  return (
    <div className="mt-3 grid max-w-[58ch] gap-2">
      <p>{t('erase.goes', { kinds: formats.list(kinds.map((kind) => t(`erase.kind.${wordOf(kind)}`))) })}</p>
      <p>{t('erase.staysYours')}</p>
      {kinds.includes('copies') ? (
        <p>{t.rich('erase.copyGoes', { a: (chunks) => <a href="/privacy/export">{chunks}</a> })}</p>
      ) : null}
    </div>
  )
}

const wordOf = (kind: KeptKind): Going => GOING.find((known) => known === kind) ?? 'other'

/** What of a kind an erasure takes at once; each word says which part of it. */
const GOING = ['signIns', 'codes', 'uses', 'copies'] as const

type Going = (typeof GOING)[number] | 'other'
