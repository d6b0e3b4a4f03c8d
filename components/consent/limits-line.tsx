import { useTranslations } from 'next-intl'
import { Notice } from '@/components/ui/notice'
import { tags } from '@/components/ui/rich-text'
import { asksOnly, type SharedData } from './permission-view'

/** The negative limit in the same breath as the permission: look only, so often, no money. */
export function LimitsLine({ data, tpp }: { data: SharedData; tpp: string }) {
  const t = useTranslations('data')
  return (
    <Notice icon="lock">
      {asksOnly(data)
        ? t.rich('limitFunds', { tpp, ...tags })
        : data.until === null
          ? t.rich('limitOnce', { tpp, ...tags })
          : t.rich('limitRecurring', { times: data.timesPerDay, tpp, ...tags })}
    </Notice>
  )
}
