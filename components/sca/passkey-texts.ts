import { useTranslations } from 'next-intl'
import type { CeremonyTexts } from './perform-ceremony'

/**
 * The words that the client pieces need, handed to them as strings: they load no message file. `closed` says what a page
 * has to say where no passkey came.
 */
export function usePasskeyTexts(busy: string, closed?: string): CeremonyTexts {
  const t = useTranslations('passkey')
  return {
    busy,
    slow: t('slow'),
    unsupported: t('unsupported'),
    closed: closed ?? t('closed'),
    failed: t('failed'),
    alreadyHere: t('alreadyHere'),
    offline: t('offline'),
  }
}
