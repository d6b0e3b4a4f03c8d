import { useTranslations } from 'next-intl'

/** `NL91 •••• 4300` for the eye, "ending 4300" for the ear; left to right in every language. */
export function MaskedIban({ iban }: { iban: string }) {
  const t = useTranslations('account')
  const digits = iban.slice(-4)
  return (
    <span className="whitespace-nowrap">
      <bdi aria-hidden="true" dir="ltr">
        {iban.slice(0, 4)} •••• {digits}
      </bdi>
      <span className="sr-only">{t('ending', { digits })}</span>
    </span>
  )
}
