import { useTranslations } from 'next-intl'
import { tags } from '@/components/ui/rich-text'

/** What words about who used the app need: `user` is another holder's name, empty where it is not known any more. */
export function useAppUser(user: string | null) {
  const t = useTranslations('chart')
  return { user: user === null ? 'you' : 'other', name: user || t('otherHolder'), ...tags }
}
