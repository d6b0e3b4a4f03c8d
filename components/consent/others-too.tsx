import { useTranslations } from 'next-intl'
import { tags } from '@/components/ui/rich-text'

/** Below the accounts of who reads it: another holder shares more, of which they learn neither name nor number. */
export function OthersToo({ name }: { name: string }) {
  const t = useTranslations('account')
  return <p className="mt-2 text-muted text-small">{t.rich('othersToo', { name, ...tags })}</p>
}
