import { useTranslations } from 'next-intl'
import { EVENTS } from '@/lib/audit/event-catalogue'
import { ACTOR_KINDS, type AuditFilter, isEventType, toAuditQuery } from '@/lib/staff/audit-filter'
import { FilterField } from './filter-field'
import { staffButton } from './staff-button'

/** What of the trail is shown: a GET form, so that every view of it has an address; and the way to take it along as a file. */
export function AuditFilterForm({ filter, colleagues }: AuditFilterFormProps) {
  const t = useTranslations('staff.audit')
  const asked = Object.entries(toAuditQuery(filter))
  return (
    <div className="mb-5 flex flex-wrap items-end gap-x-3 gap-y-2">
      <form
        className="grid min-w-0 grow basis-full grid-cols-2 gap-x-3 gap-y-3 sm:grid-cols-6 lg:grid-cols-[repeat(3,minmax(0,1fr))_9.5rem_9.5rem]"
        method="get"
      >
        <FilterField id="ref" label={t('filter.ref')} room={WIDE} value={filter.ref} />
        <FilterField id="type" label={t('filter.type')} room={WIDE} value={filter.type ?? ''}>
          <option value="">{t('filter.anyType')}</option>
          {GROUPS.map(([group, types]) => (
            <optgroup key={group} label={t(`groups.${group}`)}>
              {types.filter(isEventType).map((type) => (
                <option key={type} value={type}>
                  {t(`event.${type}`)}
                </option>
              ))}
            </optgroup>
          ))}
        </FilterField>
        <FilterField id="actor" label={t('filter.actor')} room={WIDE} value={filter.actor ?? ''}>
          <option value="">{t('filter.anybody')}</option>
          {ACTOR_KINDS.map((kind) => (
            <option key={kind} value={kind}>
              {t(`actors.${kind}`)}
            </option>
          ))}
          <optgroup label={t('filter.colleagues')}>
            {colleagues.map(({ id, name }) => (
              <option key={id} value={`staff:${id}`}>
                {name}
              </option>
            ))}
          </optgroup>
        </FilterField>
        <FilterField id="from" label={t('filter.from')} room={HALF} type="date" value={filter.from ?? ''} />
        <FilterField id="to" label={t('filter.to')} room={HALF} type="date" value={filter.to ?? ''} />
        <p className="flex flex-wrap items-center gap-x-4 gap-y-2 col-span-full">
          <button className={staffButton('primary')} type="submit">
            {t('filter.show')}
          </button>
          {asked.length > 0 ? (
            <a className="inline-flex min-h-11 items-center" href="/staff/audit">
              {t('filter.clear')}
            </a>
          ) : null}
        </p>
      </form>
      <form action="/staff/audit/export" method="post">
        {asked.map(([name, value]) => (
          <input key={name} name={name} type="hidden" value={value} />
        ))}
        <button className={staffButton('secondary')} type="submit">
          {t('export')}
        </button>
      </form>
      <p className="max-w-160 text-muted">{t('exportNote')}</p>
    </div>
  )
}

const WIDE = 'col-span-2 lg:col-span-1'
const HALF = 'sm:col-span-3 lg:col-span-1'
const TYPES = Object.keys(EVENTS)
const GROUP_NAMES = [
  'consent',
  'authorisation',
  'sca',
  'identity',
  'psu',
  'authenticator',
  'activation',
  'token',
  'tpp',
  'staff',
  'audit',
  'developer',
  'signing-key',
  'bank',
] as const
const GROUPS = GROUP_NAMES.map(
  (group) => [group, TYPES.filter((type) => type.startsWith(`${group}.`))] as const,
)

type AuditFilterFormProps = { filter: AuditFilter; colleagues: { id: string; name: string }[] }
