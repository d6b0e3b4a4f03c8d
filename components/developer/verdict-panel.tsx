import { useFormats } from '@/components/format'
import { Section } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import { SummaryList } from '@/components/ui/summary-list'
import type { Explanation } from '@/lib/tpp/explain-certificate'
import { VerdictTable } from './verdict-table'
import { ZoneNote } from './zone-note'

/** The verdict on one certificate: the answer first, then whose certificate it is, then every step. */
export function VerdictPanel({ explanation, freshMinutes }: VerdictPanelProps) {
  const { good, reason, refusal, certificate, steps, judgedAs } = explanation
  const formats = useFormats()
  const asked = steps.find(({ step }) => step === 'revocation')?.asOf
  return (
    <Section id="verdict" title={good ? `Good as a ${judgedAs}` : `Refused as a ${judgedAs}`}>
      {good ? (
        <Notice icon="tick">
          Nothing stands against this certificate now. Which calls it may make depends on its roles.
          {` A revocation that its trust service knows of reaches the bank within ${freshMinutes} minutes`}
          {asked ? `; the answer that it goes by is of ${formats.dateTime(asked.toISOString())}.` : '.'}
        </Notice>
      ) : (
        <Notice icon="ringCross" tone="danger">
          <p className="wrap-anywhere">
            <bdi>{refusal?.text ?? reason}</bdi>
          </p>
        </Notice>
      )}
      {certificate ? (
        <div className="mt-4">
          <SummaryList
            rows={[
              {
                id: 'holder',
                term: 'Holder',
                detail: (
                  <>
                    <bdi className="wrap-anywhere">{certificate.name}</bdi>
                    <code className="block break-all font-mono text-label">
                      {certificate.organizationIdentifier}
                    </code>
                  </>
                ),
              },
              { id: 'authority', term: 'Authority', detail: <bdi>{certificate.authority.name}</bdi> },
              { id: 'roles', term: 'Roles', detail: certificate.roles.join(', ') },
              {
                id: 'ends',
                term: 'Valid until',
                detail:
                  certificate.daysLeft < 0
                    ? `${formats.date(certificate.notAfter.toISOString())}, ended`
                    : `${formats.date(certificate.notAfter.toISOString())}, ${certificate.daysLeft} days left`,
              },
            ]}
          />
        </div>
      ) : null}
      <div className="mt-5">
        <VerdictTable steps={steps} />
        <ZoneNote />
      </div>
    </Section>
  )
}

/** `freshMinutes`: how long the bank believes an answer about revocation. */
type VerdictPanelProps = { explanation: Explanation; freshMinutes: number }
