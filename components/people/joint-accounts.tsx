import { useTranslations } from 'next-intl'
import { MaskedIban } from '@/components/consent/masked-iban'
import { useFormats } from '@/components/format'
import { Card } from '@/components/ui/card'
import { phoneWords } from '@/components/ui/phone-words'
import { tags } from '@/components/ui/rich-text'

/**
 * The accounts held with others and what these share of them. The note stands there whatever is listed: what is kept from this
 * customer leaves neither a gap nor a sentence behind.
 */
export function JointAccounts({ accounts, phone, seesApp }: JointAccountsProps) {
  const t = useTranslations('people')
  if (accounts.length === 0) return <p>{t('jointNone')}</p>
  return (
    <>
      <ul className="grid gap-3">
        {accounts.map((account) => (
          <li key={account.id}>
            <Card>
              <JointAccount account={account} />
            </Card>
          </li>
        ))}
      </ul>
      <p className="mt-3 max-w-[58ch] text-muted text-small">
        {t('jointNote', { seesApp: seesApp ? 'yes' : 'no' })}
      </p>
      <p className="mt-2 max-w-[58ch]">
        {t.rich('jointDo', {
          ...phoneWords(phone),
        })}
      </p>
      <p className="mt-2 max-w-[58ch]">
        {t.rich('jointOwn', { a: (chunks) => <a href="/privacy/protection">{chunks}</a> })}
      </p>
    </>
  )
}

function JointAccount({ account }: { account: JointAccountView }) {
  const t = useTranslations('people')
  const formats = useFormats()
  return (
    <>
      <h3 className="font-strong">
        <bdi>{account.name}</bdi>
      </h3>
      <p className="text-muted text-small">
        <MaskedIban iban={account.iban} /> ·{' '}
        {t.rich('with', { people: formats.list(account.others), ...tags })}
      </p>
      <ul className="mt-2 empty:hidden">
        {account.sharing.map((sharing, index) => (
          <li
            className="border-line border-t py-2 last:pb-0"
            // biome-ignore lint/suspicious/noArrayIndexKey: which permission it is, is not this customer's to know
            key={index}
          >
            <SharedLine sharing={sharing} />
          </li>
        ))}
      </ul>
    </>
  )
}

/** Who shares it, with whom where the market wants that told, since when. */
export function SharedLine({ sharing: { by, app, since } }: { sharing: SharingView }) {
  const t = useTranslations('people')
  const formats = useFormats()
  const values = { people: formats.list(by), count: by.length, date: formats.date(since), ...tags }
  return app === null ? t.rich('shares', values) : t.rich('sharesWith', { app, ...values })
}

type JointAccountsProps = { accounts: JointAccountView[]; phone: string; seesApp: boolean }
export type SharingView = { by: string[]; app: string | null; since: string }
export type JointAccountView = {
  id: string
  name: string
  iban: string
  others: string[]
  sharing: SharingView[]
}
