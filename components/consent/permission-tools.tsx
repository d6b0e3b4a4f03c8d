import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Icon } from '@/components/ui/icon'
import { SelectField } from '@/components/ui/select-field'

/** Search, filters and grouping of a list as one GET form: the answer is an address, and no script is needed. */
export function PermissionTools({ tools }: { tools: PermissionToolsView }) {
  const t = useTranslations('list')
  const { accounts } = tools
  return (
    <details className="group mb-4" open={tools.active}>
      <summary className="inline-flex min-h-11 cursor-pointer items-center gap-1.5 rounded-control text-primary text-small underline decoration-1 underline-offset-4">
        {t(tools.searchable ? 'tools' : 'toolsShort')}
        <Icon className="turns group-open:rotate-180" name="down" size={16} />
      </summary>
      <form
        action={`/#${RESULTS}`}
        className="mt-1 grid gap-4 rounded-card border border-line bg-surface p-4 shadow-card xs:grid-cols-2"
        method="get"
      >
        {tools.tab === 'current' ? null : <input name="tab" type="hidden" value={tools.tab} />}
        {tools.searchable ? (
          <div className="xs:col-span-2">
            <Field
              autoComplete="off"
              defaultValue={tools.search}
              hint={t('searchHint')}
              id="search"
              label={t('search')}
              maxLength={100}
              name="q"
              type="search"
            />
          </div>
        ) : null}
        {accounts.length > 1 ? (
          <SelectField
            id="account"
            label={t('account')}
            name="account"
            options={[{ value: '', label: t('anyAccount') }, ...accounts]}
            value={tools.account ?? ''}
          />
        ) : null}
        <SelectField
          id="data"
          label={t('data')}
          name="data"
          options={['', ...tools.kinds].map((kind) => ({
            value: kind,
            label: t('kind', { kind: kind || 'any' }),
          }))}
          value={tools.data ?? ''}
        />
        <SelectField
          id="group"
          label={t('group')}
          name="group"
          options={tools.groupings.map((group) => ({
            value: group,
            label: t('groupBy', { group: group === 'none' && tools.tab === 'ended' ? 'ended' : group }),
          }))}
          value={tools.group}
        />
        <div className="flex flex-wrap items-center gap-x-5 gap-y-2 xs:col-span-2">
          <div className="min-w-0 grow basis-36 xs:grow-0">
            <Button>{t('apply')}</Button>
          </div>
          {tools.active ? (
            <a className="inline-flex min-h-11 items-center text-small" href={tools.clearHref}>
              {t('clear')}
            </a>
          ) : null}
        </div>
      </form>
    </details>
  )
}

/** Where the answer stands: on a phone the open form would hide it, so the browser goes there, and the focus with it. */
export const RESULTS = 'results'

export type PermissionToolsView = {
  tab: 'current' | 'ended'
  searchable: boolean
  search: string
  accounts: { value: string; label: string }[]
  account: string | null
  kinds: readonly string[]
  data: string | null
  groupings: readonly string[]
  group: string
  /** Something is searched, filtered or grouped. */
  active: boolean
  clearHref: string
}
