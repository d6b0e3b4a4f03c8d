import { useTranslations } from 'next-intl'
import { useFormats } from '@/components/format'
import { AttestationForm, AttestationList } from '@/components/tpp/attestation-list'
import { ContactForm } from '@/components/tpp/contact-form'
import { ContactLines } from '@/components/tpp/contact-lines'
import { FindingList } from '@/components/tpp/finding-list'
import { Card, Section } from '@/components/ui/card'
import { Fold } from '@/components/ui/fold'
import { Notice } from '@/components/ui/notice'
import type { Posture } from '@/lib/posture/find-posture'
import { staffButton } from './staff-button'

/** What is known of a third party's security. For the eyes of staff: never a condition for access (PSD2 Art. 68(5)). */
export function SecuritySection({ posture, tppId, mayNote, today }: SecuritySectionProps) {
  const t = useTranslations('staff.thirdParty.security')
  const words = useTranslations('posture')
  const formats = useFormats()
  const { findings, gone, settings, contact, attestations, checkedAt, places } = posture
  const here = `/staff/third-parties/${tppId}/security`
  return (
    <Section id="security" title={t('title')}>
      <div className="mb-4">
        <Notice tone="quiet">{t('never')}</Notice>
      </div>
      <div className="grid items-start gap-5 lg:grid-cols-2">
        <div className="grid min-w-0 gap-5">
          <Card>
            <h3 className={HEADING}>{t('outside')}</h3>
            <p className="mb-2 text-label text-muted">
              {checkedAt
                ? t('looked', { at: formats.dateTime(checkedAt.toISOString()), count: places.length })
                : t('notLooked')}
            </p>
            {findings.length > 0 ? (
              <FindingList
                findings={findings.map((one) => ({ ...one, foundAt: one.foundAt.toISOString() }))}
              />
            ) : checkedAt && places.length > 0 ? (
              <p>{t('nothing')}</p>
            ) : null}
            {gone.length > 0 ? (
              <Fold label={t('gone')}>
                <ul className="grid gap-1 text-label text-muted">
                  {gone.map(({ code, detail, place, foundAt, goneAt }) => (
                    <li key={`${code} ${place} ${foundAt.toISOString()}`}>
                      <bdi className="font-mono wrap-anywhere">{place}</bdi>{' '}
                      {words('gone', {
                        title: words(`findings.${code}.title`, detail),
                        from: formats.date(foundAt.toISOString()),
                        to: goneAt ? formats.date(goneAt.toISOString()) : '',
                      })}
                    </li>
                  ))}
                </ul>
              </Fold>
            ) : null}
          </Card>
        </div>
        <div className="grid min-w-0 gap-5">
          <Card>
            <h3 className={HEADING}>{t('contact')}</h3>
            {contact ? <ContactLines contact={contact} /> : <p className="text-muted">{t('noContact')}</p>}
            {mayNote ? (
              <ContactForm
                action={`${here}/contact`}
                button={staffButton('primary')}
                known={contact}
                label={t('change')}
                save={t('save')}
              />
            ) : null}
          </Card>
          <Card>
            <h3 className={HEADING}>{t('statements')}</h3>
            {attestations.length > 0 ? (
              <AttestationList attestations={attestations} withdraw={mayNote ? `${here}/withdraw` : null} />
            ) : (
              <p className="text-muted">{t('noStatements')}</p>
            )}
            {mayNote ? (
              <AttestationForm
                action={`${here}/statement`}
                button={staffButton('primary')}
                firstEnd={today}
                label={t('add')}
                save={t('addSave')}
              />
            ) : null}
          </Card>
          {settings.length > 0 ? (
            <Card>
              <h3 className={HEADING}>{t('settings')}</h3>
              <FindingList findings={settings} />
            </Card>
          ) : null}
        </div>
      </div>
    </Section>
  )
}

const HEADING = 'mb-1.5 font-heading text-body'

/** `today` is a day of the bank. */
type SecuritySectionProps = { posture: Posture; tppId: string; mayNote: boolean; today: string }
