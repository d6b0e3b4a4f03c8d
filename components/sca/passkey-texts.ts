import { useTranslations } from 'next-intl'
import type { CeremonyTexts } from './perform-ceremony'

/** The words that the client pieces need, handed to them as strings: they load no message file. */
export function usePasskeyTexts(busy: string): CeremonyTexts {
  const t = useTranslations('passkey')
  return {
    busy,
    unsupported: t('unsupported'),
    closed: t('closed'),
    failed: t('failed'),
    alreadyHere: t('alreadyHere'),
    offline: t('offline'),
  }
}
