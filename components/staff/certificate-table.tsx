import { useTranslations } from 'next-intl'
import { Card } from '@/components/ui/card'
import { SummaryList } from '@/components/ui/summary-list'
import type { SeenCertificate } from '@/lib/tpp/find-third-party'
import { CertificateLeft } from './certificate-left'
import { VerdictSteps } from './verdict-steps'

/** Each certificate that was seen: whose word it is, how long it lasts, and what a call by it would be told now. */
export function CertificateTable({ certificates, now }: { certificates: SeenCertificate[]; now: string }) {
  const t = useTranslations('staff.certificate')
  if (certificates.length === 0) return <p className="text-muted">{t('none')}</p>
  return (
    <ul className="grid gap-3">
      {certificates.map((one) => (
        <li key={one.thumbprint}>
          <Card>
            <SummaryList
              rows={[
                { id: 'ends', term: t('ends'), detail: <CertificateLeft endsAt={one.notAfter} now={now} /> },
                {
                  id: 'issuer',
                  term: t('issuer'),
                  detail: <bdi className="wrap-anywhere">{one.issuer}</bdi>,
                },
                {
                  id: 'serial',
                  term: t('serial'),
                  detail: <bdi className="font-mono text-label wrap-anywhere">{one.serial}</bdi>,
                },
                {
                  id: 'verdict',
                  term: t('verdict'),
                  detail: one.fault === null ? t('good') : <span className="text-danger">{one.fault}</span>,
                },
              ]}
            />
            <VerdictSteps steps={one.steps} />
          </Card>
        </li>
      ))}
    </ul>
  )
}
