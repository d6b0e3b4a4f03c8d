import { useTranslations } from 'next-intl'
import { MaskedIban } from '@/components/consent/masked-iban'
import { useFormats } from '@/components/format'
import { Section } from '@/components/ui/card'
import { Icon } from '@/components/ui/icon'

/** Accounts and apps, each with how it stands, as a way to the page that changes it. */
export function NeverShareList({ view }: { view: NeverShareView }) {
  const t = useTranslations('neverShare')
  const { accounts, apps } = view
  return (
    <>
      {accounts === null ? null : (
        <Section id="accounts" title={t('accounts')}>
          {accounts.length > 0 ? <Rows rows={accounts} /> : <p>{t('noAccounts')}</p>}
        </Section>
      )}
      <Section id="apps" title={t('apps')}>
        <p className="mb-3 max-w-[58ch] text-muted text-small">{t('appsNote')}</p>
        {apps.length > 0 ? <Rows rows={apps} /> : <p>{t('noApps')}</p>}
      </Section>
    </>
  )
}

function Rows({ rows }: { rows: NeverShareRow[] }) {
  const t = useTranslations('neverShare')
  const formats = useFormats()
  return (
    <ul className="rounded-card border border-line bg-surface">
      {rows.map(({ href, name, iban, since }) => (
        <li
          className="relative flex items-center gap-3 border-line border-b px-4 py-3 last:border-b-0 has-focus-visible:border-control hover:bg-sunken"
          key={href}
        >
          <span className="min-w-0 grow">
            <a
              className="block font-strong text-ink no-underline after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-3 focus-visible:after:outline-[var(--focus)]"
              href={href}
            >
              <bdi>{name}</bdi>
            </a>
            {iban ? (
              <span className="block text-muted text-small">
                <MaskedIban iban={iban} />
              </span>
            ) : null}
            {since ? (
              <span className="flex items-center gap-1.5 font-strong text-ink text-small">
                <Icon name="lock" size={16} />
                {t('never', { date: formats.date(since) })}
              </span>
            ) : (
              <span className="block text-muted text-small">{t('open')}</span>
            )}
          </span>
          <Icon className="text-muted" name="forward" />
        </li>
      ))}
    </ul>
  )
}

/** `since` null: it may be shared, if the customer allows it. */
type NeverShareRow = { href: string; name: string; iban?: string; since: string | null }
/** `accounts` null: the bank cannot say now. */
export type NeverShareView = { accounts: NeverShareRow[] | null; apps: NeverShareRow[] }
