import { useTranslations } from 'next-intl'
import { useFormats } from '@/components/format'
import { tags } from '@/components/ui/rich-text'
import type { ToldOfAccount } from './account-view'

/** Beneath an account that is about to be shared: who gets to know of it. The same words, protected or not. */
export function ToldLine({ told }: { told: ToldOfAccount | null | undefined }) {
  const t = useTranslations('told')
  const formats = useFormats()
  if (!told) return null
  if (told.people.length > 0)
    return (
      <span className="block text-small">
        {t.rich('account', { people: formats.list(told.people), ...tags })}
      </span>
    )
  return told.business ? <span className="block text-small">{t('accountBusiness')}</span> : null
}
