import { useTranslations } from 'next-intl'
import { useFormats } from '@/components/format'
import { Notice } from '@/components/ui/notice'
import { tags } from '@/components/ui/rich-text'

/**
 * Before something that other people get to know: who, and what. The same words whether or not the customer is protected, for
 * somebody may read over their shoulder, and the sentence that is missing would tell. `ends`: what is stopped ends for those
 * who have allowed it, too.
 */
export function ToldNote({ told, ends = false }: { told: ToldView; ends?: boolean }) {
  const t = useTranslations('told')
  const formats = useFormats()
  const { allowed, hold, business } = told
  if (allowed.length + hold.length === 0 && !business) return null
  return (
    <div className="mt-4">
      <Notice>
        {allowed.length > 0 ? (
          <p>{t.rich('allowed', { people: formats.list(allowed), count: allowed.length, ...tags })}</p>
        ) : null}
        {ends && allowed.length > 0 ? (
          <p>{t.rich('ends', { people: formats.list(allowed), ...tags })}</p>
        ) : null}
        {hold.length > 0 ? (
          <p>{t.rich('hold', { people: formats.list(hold), count: hold.length, ...tags })}</p>
        ) : null}
        {business ? <p>{t('business')}</p> : null}
      </Notice>
    </div>
  )
}

/**
 * The names of those who have allowed it, too, and of those who hold one of its accounts and have not; `business`: one of its
 * accounts is a business's, for which others have a mandate.
 */
export type ToldView = { allowed: string[]; hold: string[]; business: boolean }
