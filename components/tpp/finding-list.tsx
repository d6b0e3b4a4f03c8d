import { useTranslations } from 'next-intl'
import { useFormats } from '@/components/format'
import { Pill } from '@/components/ui/pill'
import { FINDINGS, type Finding } from '@/lib/posture/finding'

/** What was found, the weightiest first, each with where, since when, and what to do about it. */
export function FindingList({ findings }: { findings: readonly ListedFinding[] }) {
  const t = useTranslations('posture')
  const formats = useFormats()
  return (
    <ul className="divide-y divide-line">
      {findings.map(({ code, detail, place, foundAt }) => (
        <li className="py-2.5 first:pt-0 last:pb-0" key={`${code} ${place} ${JSON.stringify(detail)}`}>
          <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <Pill {...LOOKS[FINDINGS[code]]}>{t(`severity.${FINDINGS[code]}`)}</Pill>
            <strong className="font-strong wrap-anywhere">
              <bdi>{t(`findings.${code}.title`, detail)}</bdi>
            </strong>
          </p>
          {place || foundAt ? (
            <p className="mt-1 text-label text-muted">
              {place ? <bdi className="me-2 font-mono wrap-anywhere">{place}</bdi> : null}
              {foundAt ? t('since', { date: formats.date(foundAt) }) : null}
            </p>
          ) : null}
          <p className="mt-1 max-w-prose text-small wrap-anywhere">{t(`findings.${code}.todo`)}</p>
        </li>
      ))}
    </ul>
  )
}

const LOOKS = {
  serious: { tone: 'revoked', icon: 'ringCross' },
  attention: { tone: 'expiring', icon: 'hourglass' },
  advice: { tone: 'paused', icon: 'info' },
} as const

/** `foundAt` is an ISO 8601 instant; what the bank only knows from settings has none. */
type ListedFinding = Finding & { place?: string; foundAt?: string }
