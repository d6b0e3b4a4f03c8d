import { useTranslations } from 'next-intl'
import { Card } from '@/components/ui/card'
import { Icon } from '@/components/ui/icon'
import { tags } from '@/components/ui/rich-text'
import { TppTile } from './tpp-tile'
import type { TppView } from './tpp-view'

/** Who asks: brand, legal name, who licensed it under which number, and where that can be checked. */
export function TppCard({ tpp }: { tpp: TppView }) {
  const t = useTranslations('tpp')
  return (
    <Card>
      <div className="flex flex-wrap gap-x-3.5 gap-y-2">
        <TppTile tpp={tpp} />
        <div className="min-w-0 grow basis-40 text-small">
          <p className="font-strong text-body">
            <bdi>{tpp.name}</bdi>
          </p>
          <p className="text-muted">
            {t.rich('legal', { legalName: tpp.legalName, authority: tpp.authority, number: tpp.id, ...tags })}
          </p>
          {tpp.registerUrl ? (
            // A new tab: leaving this one would lose the request.
            <a
              aria-label={t('registerOf', { name: tpp.name })}
              className="-mb-2 inline-flex min-h-11 items-center gap-1"
              href={tpp.registerUrl}
              rel="noopener noreferrer external"
              target="_blank"
            >
              {t('register')}
              <Icon name="outward" size={15} />
            </a>
          ) : null}
        </div>
      </div>
    </Card>
  )
}
