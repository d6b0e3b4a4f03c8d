import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { Icon } from '@/components/ui/icon'
import { SelectField } from '@/components/ui/select-field'

/** What is to be seen, as a GET form: the answer is an address, and no script is needed. */
export function ActivityFilterForm({ view }: { view: ActivityFilterView }) {
  const t = useTranslations('activity')
  return (
    <details className="group mb-4" open={view.active}>
      <summary className="inline-flex min-h-11 cursor-pointer items-center gap-1.5 rounded-control text-primary text-small underline decoration-1 underline-offset-4">
        {t('filter')}
        <Icon className="turns group-open:rotate-180" name="down" size={16} />
      </summary>
      <form
        action="/activity"
        className="mt-1 grid gap-4 rounded-card border border-line bg-surface p-4 shadow-card xs:grid-cols-2"
        method="get"
      >
        <SelectField
          id="kind"
          label={t('kindLabel')}
          name="kind"
          options={['any', ...view.kinds].map((kind) => ({
            value: kind === 'any' ? '' : kind,
            label: t('kind', { kind }),
          }))}
          value={view.kind ?? ''}
        />
        {view.apps.length > 1 ? (
          <SelectField
            id="app"
            label={t('app')}
            name="app"
            options={[{ value: '', label: t('anyApp') }, ...view.apps]}
            value={view.app ?? ''}
          />
        ) : null}
        {view.accounts.length > 1 ? (
          <SelectField
            id="account"
            label={t('account')}
            name="account"
            options={[{ value: '', label: t('anyAccount') }, ...view.accounts]}
            value={view.account ?? ''}
          />
        ) : null}
        <div className="min-w-0">
          <label className="block font-strong text-small" htmlFor="day">
            {t('day')}
          </label>
          <input
            className="mt-1.5 min-h-12 w-full rounded-control border-[1.5px] border-control bg-surface px-3 text-body text-ink"
            defaultValue={view.day ?? ''}
            id="day"
            max={view.today}
            min={view.oldest}
            name="day"
            type="date"
          />
        </div>
        <div className="flex flex-wrap items-center gap-x-5 gap-y-2 xs:col-span-2">
          <div className="min-w-0 grow basis-36 xs:grow-0">
            <Button>{t('apply')}</Button>
          </div>
          {view.active ? (
            <a className="inline-flex min-h-11 items-center text-small" href="/activity">
              {t('clear')}
            </a>
          ) : null}
        </div>
      </form>
    </details>
  )
}

type Choice = { value: string; label: string }
export type ActivityFilterView = {
  kinds: readonly string[]
  kind: string | null
  apps: Choice[]
  app: string | null
  accounts: Choice[]
  account: string | null
  day: string | null
  today: string
  oldest: string
  active: boolean
}
