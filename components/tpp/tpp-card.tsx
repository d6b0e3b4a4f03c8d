import { useTranslations } from 'next-intl'
import { useFormats } from '@/components/format'
import { Card } from '@/components/ui/card'
import { Icon } from '@/components/ui/icon'
import { tags } from '@/components/ui/rich-text'
import { TppTile } from './tpp-tile'
import type { TppView } from './tpp-view'

/** Who asks: brand, legal name, what it is licensed to, by whom under which number, and when that was last looked up. */
export function TppCard({ tpp }: { tpp: TppView }) {
  const t = useTranslations('tpp')
  const formats = useFormats()
  const licence = formats.list(
    LICENCES.filter((role) => tpp.roles.includes(role)).map((role) => t('licence', { role })),
  )
  return (
    <Card>
      <div className="flex flex-wrap gap-x-3.5 gap-y-2">
        <TppTile tpp={tpp} />
        <div className="min-w-0 grow basis-40 text-small">
          <p className="font-strong text-body">
            <bdi>{tpp.name}</bdi>
          </p>
          <p className="text-muted">
            {t.rich(licence ? 'legal' : 'legalUnlicensed', {
              legalName: tpp.legalName,
              authority: tpp.authority,
              number: tpp.id,
              licence,
              ...tags,
            })}
          </p>
          {tpp.notBank ? (
            <p className="mt-1">
              {t.rich('notBank', { bank: tpp.notBank, legalName: tpp.legalName, ...tags })}
            </p>
          ) : null}
          {tpp.checkedAt ? (
            <p className="mt-1 flex items-start gap-1.5 text-muted">
              <Icon className="mt-0.5" name="shield" size={15} />
              {t('checked', { date: formats.dateTime(tpp.checkedAt) })}
            </p>
          ) : null}
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

/** What has words of its own. Other roles open nothing here, and a customer need not know of them. */
const LICENCES = ['PSP_AI', 'PSP_PI', 'PSP_IC', 'PSP_AS'] as const
