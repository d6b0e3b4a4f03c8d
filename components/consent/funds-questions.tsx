import { useTranslations } from 'next-intl'
import { type Money, useFormats } from '@/components/format'
import { Card } from '@/components/ui/card'
import { Icon } from '@/components/ui/icon'
import { tags } from '@/components/ui/rich-text'
import { Table } from '@/components/ui/table'

/** Each question whether an amount is there, newest first, with who was to be paid and what the bank answered. */
export function FundsQuestions({ questions, tpp }: { questions: FundsQuestionView[]; tpp: string }) {
  const t = useTranslations('funds')
  const formats = useFormats()
  return (
    <Card>
      {questions.length === 0 ? (
        <p className="text-muted">{t.rich('none', { tpp, ...tags })}</p>
      ) : (
        // Counted in letters, not in pixels: with large text the columns no longer fit beside each other.
        <div className="@container">
          <Table
            caption={t('caption')}
            columns={[
              {
                id: 'when',
                label: t('when'),
                phone: `max-xs:col-start-2 max-xs:text-end ${UNDER} ${STACKED}`,
              },
              {
                id: 'amount',
                label: t('amount'),
                number: true,
                phone: `max-xs:col-start-1 max-xs:row-start-1 ${STACKED}`,
              },
              { id: 'payee', label: t('payee'), phone: `max-xs:col-start-1 ${UNDER} ${STACKED}` },
              {
                id: 'answer',
                label: t('answer'),
                phone: `max-xs:col-start-2 max-xs:row-start-1 max-xs:text-end ${STACKED}`,
              },
            ]}
            phoneRow="max-xs:grid max-xs:grid-cols-[1fr_auto] max-xs:gap-x-3 @max-[13rem]:block!"
            rows={questions.map((question) => ({
              id: question.id,
              cells: {
                when: <time dateTime={question.at}>{formats.dateTime(question.at)}</time>,
                amount: (
                  <>
                    <span className="xs:hidden">
                      {t('amountThere', { amount: formats.money(question.money) })}
                    </span>
                    <span className="max-xs:hidden">{formats.money(question.money)}</span>
                  </>
                ),
                payee: question.payee ? <bdi>{question.payee}</bdi> : t('payeeNone'),
                answer: (
                  <span className="inline-flex items-center gap-1 font-strong">
                    <Icon name={question.fundsAvailable ? 'tick' : 'cross'} size={15} />
                    {t(question.fundsAvailable ? 'yes' : 'no')}
                  </span>
                ),
              },
            }))}
          />
        </div>
      )}
      {questions.length === SHOWN_MAX ? (
        <p className="mt-2 text-muted text-small">{t('older', { count: SHOWN_MAX })}</p>
      ) : null}
    </Card>
  )
}

const UNDER = 'max-xs:row-start-2 max-xs:text-muted max-xs:text-label'
const STACKED = '@max-[13rem]:block @max-[13rem]:text-start!'

/** As many as the house gives. */
const SHOWN_MAX = 60

/** `payee` is in the third party's own words; null where it told none. */
export type FundsQuestionView = {
  id: string
  at: string
  money: Money
  payee: string | null
  fundsAvailable: boolean
}
