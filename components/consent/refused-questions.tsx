import { useTranslations } from 'next-intl'
import { useFormats } from '@/components/format'
import { Card } from '@/components/ui/card'
import { Table } from '@/components/ui/table'

/** The questions that got no answer: the day, why, and how often. What was asked is told only where it was answered. */
export function RefusedQuestions({ refused }: { refused: RefusedQuestionsView[] }) {
  const t = useTranslations('funds')
  const formats = useFormats()
  return (
    <section aria-labelledby="refused" className="mt-5">
      <h3 className="mb-2 font-strong text-body" id="refused">
        {t('refused')}
      </h3>
      <Card>
        <Table
          caption={t('refused')}
          columns={[
            { id: 'day', label: t('day') },
            { id: 'why', label: t('why') },
            { id: 'times', label: t('times'), number: true },
          ]}
          rows={refused.map(({ day, why, times }) => ({
            id: `${day} ${why}`,
            cells: { day: formats.day(day), why: t('reason', { why }), times: formats.number(times) },
          }))}
        />
      </Card>
    </section>
  )
}

/** `day` is a calendar day of the bank. */
export type RefusedQuestionsView = { day: string; why: RefusedWhy; times: number }
export type RefusedWhy =
  | 'noPermission'
  | 'ended'
  | 'tooOften'
  | 'key'
  | 'otherCard'
  | 'otherCurrency'
  | 'account'
  | 'paused'
  | 'bank'
