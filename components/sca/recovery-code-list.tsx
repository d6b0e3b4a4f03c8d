import { useTranslations } from 'next-intl'
import { useFormats } from '@/components/format'
import { Card } from '@/components/ui/card'

/** The codes as they are copied and printed: numbered, whole, in signs that nobody takes for another. */
export function RecoveryCodeList({ codes, bank, madeAt }: RecoveryCodeListProps) {
  const t = useTranslations('codes')
  const formats = useFormats()
  return (
    <Card>
      <ol aria-label={t('list')} className="grid list-decimal gap-x-8 gap-y-1.5 ps-7 xs:grid-cols-2">
        {codes.map((code) => (
          <li key={code}>
            <code className="select-all font-mono text-body" dir="ltr">
              {code}
            </code>
          </li>
        ))}
      </ol>
      <p className="mt-3 text-muted text-small">{t('bank', { bank, date: formats.date(madeAt) })}</p>
    </Card>
  )
}

type RecoveryCodeListProps = { codes: string[]; bank: string; madeAt: string }
