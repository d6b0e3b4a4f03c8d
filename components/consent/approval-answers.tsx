import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { PasskeyForm } from '@/components/sca/passkey-form'
import { PasskeyNoScript } from '@/components/sca/passkey-no-script'
import { usePasskeyTexts } from '@/components/sca/passkey-texts'
import { Button, ButtonPair } from '@/components/ui/button'
import { buttonClass } from '@/components/ui/button-class'
import { HiddenFields } from '@/components/ui/hidden-fields'
import { Icon } from '@/components/ui/icon'
import { tags } from '@/components/ui/rich-text'
import { type ApprovalView, type FormAnswer, nothingToShare } from './approval-view'
import { asksOnly } from './permission-view'

const DECLINE = 'decline'
/** The form of the yes, with what is ticked. */
export const ANSWER = 'answer'

/**
 * The two answers. Saying no is always a plain form; saying yes is one where the customer has just signed in, and
 * a passkey's ceremony otherwise. Both buttons have one width and stand in the flow of the page.
 */
export function ApprovalAnswers({ view, children }: { view: ApprovalView; children: ReactNode }) {
  const t = useTranslations('approval')
  const asks = asksOnly(view.data)
  const texts = usePasskeyTexts(t(asks ? 'allowing' : 'sharing'), t(asks ? 'closedFunds' : 'closed'))
  const nothing = nothingToShare(view)
  const decline = (
    <Button form={DECLINE}>
      {nothing ? t.rich('back', { tpp: view.tpp.name, ...tags }) : t(asks ? 'declineFunds' : 'decline')}
    </Button>
  )
  return (
    <div className="mt-8">
      {nothing ? (
        <>
          {children}
          <div className="mt-6">{decline}</div>
        </>
      ) : view.allow.by === 'form' ? (
        <AllowForm answer={view.allow} decline={decline}>
          {children}
        </AllowForm>
      ) : (
        <PasskeyForm
          id={ANSWER}
          look={buttonClass('primary')}
          beside={decline}
          icon={<Icon name="shield" size={20} />}
          label={t(view.kind === 'named' && !asks ? 'share' : 'allowPasskey')}
          noScript={<PasskeyNoScript />}
          optionsUrl={view.allow.optionsUrl}
          resultUrl={view.allow.resultUrl}
          texts={texts}
        >
          <HiddenFields fields={view.allow.fields} />
          {children}
        </PasskeyForm>
      )}
      <form action={view.decline.action} id={DECLINE} method="post">
        <HiddenFields fields={view.decline.fields} />
      </form>
    </div>
  )
}

function AllowForm({
  answer,
  decline,
  children,
}: {
  answer: FormAnswer
  decline: ReactNode
  children: ReactNode
}) {
  const t = useTranslations('approval')
  return (
    <form action={answer.action} id={ANSWER} method="post">
      <HiddenFields fields={answer.fields} />
      {children}
      <div className="mt-6">
        <ButtonPair>
          <Button icon={<Icon name="shield" size={20} />} kind="primary">
            {t('allow')}
          </Button>
          {decline}
        </ButtonPair>
      </div>
    </form>
  )
}
