import { useTranslations } from 'next-intl'
import { useFormats } from '@/components/format'
import { Card } from '@/components/ui/card'
import { ChoiceRow } from '@/components/ui/choice-row'
import { Field } from '@/components/ui/field'
import type { OpenPrivacyRequest } from '@/lib/privacy/find-privacy-requests'
import { staffButton } from './staff-button'

/** What customers asked about their data, the most urgent first, each with its answer beside it. `today`: a day of the bank. */
export function PrivacyDesk({ requests, today }: { requests: readonly OpenPrivacyRequest[]; today: string }) {
  const t = useTranslations('privacy')
  const format = useFormats()
  if (requests.length === 0) return <p>{t('desk.empty')}</p>
  return (
    <ul className="grid max-w-200 gap-4">
      {requests.map((request) => (
        <li key={request.id}>
          <Card>
            <h2 className="font-strong text-body">{t('ask.kinds', { kind: request.kind })}</h2>
            <p className="text-muted">
              <bdi>
                {t('desk.asked', { name: request.customer, day: format.date(request.askedAt.toISOString()) })}
              </bdi>
            </p>
            <p className={request.dueOn < today ? 'font-strong text-danger' : 'text-muted'}>
              {t(request.dueOn < today ? 'desk.late' : 'desk.due', { day: format.day(request.dueOn) })}
            </p>
            <p className="my-3 max-w-160 whitespace-pre-line break-words">
              <bdi>{request.text}</bdi>
            </p>
            <form action="/staff/privacy/answer" className="grid max-w-160 gap-3" method="post">
              <input name="id" type="hidden" value={request.id} />
              <fieldset>
                <legend className="font-strong">{t('desk.decision')}</legend>
                {(['followed', 'declined'] as const).map((answer) => (
                  <ChoiceRow
                    framed={false}
                    key={answer}
                    label={t(answer === 'followed' ? 'desk.done' : 'desk.declined')}
                    name="answer"
                    required={true}
                    type="radio"
                    value={answer}
                  />
                ))}
              </fieldset>
              <Field
                id={`text-${request.id}`}
                label={t('desk.answer')}
                lines={3}
                maxLength={400}
                name="text"
                required={true}
              />
              <p>
                <button className={staffButton('primary')} type="submit">
                  {t('desk.send')}
                </button>
              </p>
            </form>
          </Card>
        </li>
      ))}
    </ul>
  )
}
