import { useTranslations } from 'next-intl'
import { useFormats } from '@/components/format'
import { Button } from '@/components/ui/button'
import { Card, Section } from '@/components/ui/card'

/** The way back for who loses every passkey: how many codes are left, and how to make new ones. */
export function RecoverySection({ codes, hours, frozen }: RecoverySectionProps) {
  const t = useTranslations('security')
  const formats = useFormats()
  return (
    <Section id="recovery" title={t('recovery')}>
      <Card>
        <p>{t('recoveryText', { hours })}</p>
        <p className="mt-2 font-strong">
          {codes
            ? t('recoveryLeft', {
                left: codes.left,
                of: codes.of,
                date: formats.date(codes.madeAt.toISOString()),
              })
            : t('recoveryNone')}
        </p>
        {frozen ? null : (
          <div className="mt-4 max-w-80">
            <Button href="/security/codes">{t(codes ? 'makeNewCodes' : 'makeCodes')}</Button>
          </div>
        )}
      </Card>
    </Section>
  )
}

type RecoverySectionProps = {
  codes: { left: number; of: number; madeAt: Date } | null
  /** How long a passkey made by a recovery may allow nothing. */
  hours: number
  /** This session may change nothing yet. */
  frozen: boolean
}
