import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { Section } from '@/components/ui/card'
import { Icon } from '@/components/ui/icon'
import { tags } from '@/components/ui/rich-text'

/** The way back to the third party of something that has ended: sharing starts there, and nothing is decided by going. */
export function Reconnect({ href, tpp }: { href: string | null; tpp: string }) {
  const t = useTranslations('reconnect')
  const name = { tpp, ...tags }
  return (
    <Section id="again" title={t('title')}>
      <p>{t.rich(href === null ? 'noAddress' : 'text', name)}</p>
      {href === null ? null : (
        <div className="mt-3 max-w-80">
          <Button href={href} icon={<Icon name="outward" />}>
            {t.rich('link', name)}
          </Button>
        </div>
      )}
    </Section>
  )
}
