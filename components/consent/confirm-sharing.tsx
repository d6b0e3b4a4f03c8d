import { useTranslations } from 'next-intl'
import { useFormats } from '@/components/format'
import { ChoiceRow } from '@/components/ui/choice-row'
import { tags } from '@/components/ui/rich-text'
import type { ConfirmationWords } from '@/lib/consent/confirm-sharing'
import type { ApprovalView } from './approval-view'

/** The sentence that the customer ticks, unticked before, where the market wants them to confirm what they share. */
export function ConfirmSharing({ view, words }: { view: ApprovalView; words: ConfirmationWords }) {
  const t = useTranslations('approval')
  const formats = useFormats()
  const { tpp, data } = view
  const date = data.until ? formats.dayInHeading(data.until) : ''
  return (
    <div className="mt-6">
      <ChoiceRow
        label={t.rich(words, { tpp: tpp.name, date, ...tags })}
        name="confirmed"
        required={true}
        type="checkbox"
        value="yes"
      />
    </div>
  )
}
