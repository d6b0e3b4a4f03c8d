import { useTranslations } from 'next-intl'
import { useFormats } from '@/components/format'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Field } from '@/components/ui/field'
import { SelectField } from '@/components/ui/select-field'
import { PRIVACY_KINDS } from '@/lib/privacy/privacy-request'
import type { PrivacyRequestView } from './privacy-view'

/** The form to the desk, where one may ask now, and what was asked and answered. */
export function AskDesk({ requests, mayAsk }: { requests: readonly PrivacyRequestView[]; mayAsk: boolean }) {
  const t = useTranslations('privacy')
  return (
    <>
      <p className="mb-3 max-w-[58ch]">{t('ask.text')}</p>
      {mayAsk ? <AskForm /> : null}
      {requests.length > 0 ? (
        <>
          <h3 className="mt-5 mb-2 font-strong">{t('ask.yours')}</h3>
          <ul className="grid gap-3">
            {requests.map((request) => (
              <li key={request.id}>
                <AskedCard request={request} />
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </>
  )
}

function AskForm() {
  const t = useTranslations('privacy')
  return (
    <form action="/privacy/ask" className="grid max-w-160 gap-4" method="post">
      <SelectField
        id="kind"
        label={t('ask.kind')}
        name="kind"
        options={PRIVACY_KINDS.map((kind) => ({ value: kind, label: t('ask.kinds', { kind }) }))}
        value="correction"
      />
      <Field
        autoComplete="off"
        hint={t('ask.hint')}
        id="text"
        label={t('ask.what')}
        lines={5}
        maxLength={1000}
        minLength={5}
        name="text"
        required={true}
      />
      <div className="max-w-80">
        <Button>{t('ask.send')}</Button>
      </div>
    </form>
  )
}

function AskedCard({ request }: { request: PrivacyRequestView }) {
  const t = useTranslations('privacy')
  const format = useFormats()
  const { kind, state, answeredAt } = request
  return (
    <Card>
      <p className="font-strong">{t('ask.kinds', { kind })}</p>
      <p className="text-muted text-small">
        {state === 'open' || answeredAt === null
          ? t('ask.open', { day: format.date(request.askedAt), due: format.day(request.dueOn) })
          : t(`ask.${state}`, { day: format.date(answeredAt) })}
      </p>
      <p className="mt-2 whitespace-pre-line break-words">
        <bdi>{request.text}</bdi>
      </p>
      {request.answer ? (
        <p className="mt-2 whitespace-pre-line break-words border-line border-t pt-2">
          <span className="block text-muted text-small">{t('ask.answer')}</span>
          <bdi>{request.answer}</bdi>
        </p>
      ) : null}
    </Card>
  )
}
