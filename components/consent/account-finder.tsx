import { useTranslations } from 'next-intl'
import { buttonClass } from '@/components/ui/button-class'
import { Field } from '@/components/ui/field'
import { tags } from '@/components/ui/rich-text'
import { FIND_MAX } from '@/lib/consent/arrange-accounts'
import type { ManyAccounts } from './account-view'

/**
 * Above a list of many accounts: a search, and a tick that hides the balances by styles alone. Both are fields of the answer's own
 * form and the search draws the page anew with what is ticked, so that it needs no script and loses no tick. Its button is the
 * form's first: Enter searches, and allows nothing.
 */
export function AccountFinder({ many, hasBalances }: { many: ManyAccounts; hasBalances: boolean }) {
  const t = useTranslations('approval')
  const draws = { formAction: many.action, formMethod: 'post', formNoValidate: true, type: 'submit' } as const
  return (
    <div className="mb-4 rounded-control bg-sunken p-3.5">
      <div className="flex flex-wrap items-end gap-3">
        <div className="min-w-0 grow basis-52">
          <Field
            autoComplete="off"
            defaultValue={many.find}
            hint={t('findHint')}
            id="find"
            label={t('find')}
            maxLength={FIND_MAX}
            name="find"
            type="search"
          />
        </div>
        <button className={buttonClass('secondary')} {...draws}>
          {t('findButton')}
        </button>
      </div>
      {many.find ? (
        <p className="mt-2 flex flex-wrap items-center gap-x-3 text-small">
          <span role="status">
            {t.rich('found', { count: many.found, of: many.of, words: many.find, ...tags })}
          </span>
          <button
            className="inline-flex min-h-11 cursor-pointer items-center underline decoration-1 underline-offset-4"
            name="all"
            value="yes"
            {...draws}
          >
            {t('showAll')}
          </button>
        </p>
      ) : null}
      {hasBalances ? (
        <label className="mt-1 flex min-h-11 w-fit cursor-pointer items-center gap-3 text-small">
          <input
            className="tick-box size-5 shrink-0 cursor-pointer"
            defaultChecked={many.balancesHidden}
            name="balances"
            type="checkbox"
            value="hidden"
          />
          {t('hideBalances')}
        </label>
      ) : null}
    </div>
  )
}
