import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { MaskedIban } from '@/components/consent/masked-iban'
import { useFormats } from '@/components/format'
import { tags } from '@/components/ui/rich-text'
import { SummaryList } from '@/components/ui/summary-list'
import type { PayeeCheck } from '@/lib/core-banking/payment-order'
import type { PaymentProduct } from '@/lib/payments/payment'
import { GroupedIban } from './grouped-iban'

/** What was asked for, what was approved and how, and the reference to give on the phone. */
export function PaymentFacts({ facts }: { facts: PaymentFactsView }) {
  const t = useTranslations('payments')
  const formats = useFormats()
  const { payee, approval, executeOn, message, endToEndId } = facts
  const rows: (FactRow | null)[] = [
    {
      id: 'payee',
      term: t('payee'),
      detail: (
        <>
          <bdi className="wrap-anywhere block">{payee.name}</bdi>
          <GroupedIban iban={payee.iban} />
        </>
      ),
    },
    approval && { id: 'check', term: t('check'), detail: <CheckWords check={approval.check} /> },
    approval && { id: 'account', term: t('account'), detail: <PaidFrom account={approval.account} /> },
    { id: 'day', term: t('day'), detail: executeOn ? formats.day(executeOn) : t('atOnce') },
    { id: 'fee', term: t('fee'), detail: t('noFee') },
    { id: 'product', term: t('product'), detail: t(`products.${facts.product}`) },
    message ? { id: 'message', term: t('message'), detail: <Told text={message} tpp={facts.tpp} /> } : null,
    approval && { id: 'approved', term: t('approved'), detail: <Approved approval={approval} /> },
    approval && { id: 'how', term: t('how'), detail: t('howSigned') },
    { id: 'reference', term: t('reference'), detail: <Letters text={facts.reference} /> },
    endToEndId
      ? {
          id: 'endToEnd',
          term: t.rich('endToEnd', { tpp: facts.tpp, ...tags }),
          detail: <Letters text={endToEndId} />,
        }
      : null,
  ]
  return <SummaryList rows={rows.filter((row) => row !== null)} />
}

function PaidFrom({ account }: Pick<Approval, 'account'>) {
  return (
    <>
      {account.name ? <bdi className="block">{account.name}</bdi> : null}
      <MaskedIban iban={account.iban} />
    </>
  )
}

function Approved({ approval: { at, passkey } }: { approval: Approval }) {
  const t = useTranslations('payments')
  const date = useFormats().dateTime(at)
  return <>{passkey ? t.rich('approvedPasskey', { date, passkey, ...tags }) : date}</>
}

/** What the bank had said of the payee's name when the customer approved (Regulation (EU) 2024/886 Art. 5c). */
function CheckWords({ check }: Pick<Approval, 'check'>) {
  const t = useTranslations('payments')
  return <>{t.rich(`checked.${check.result}`, { name: check.name ?? '', ...tags })}</>
}

/** What somebody else wrote, said to be theirs: it may read as if the bank had written it. */
function Told(words: { text: string; tpp: string }) {
  const t = useTranslations('payment')
  return <span className="wrap-anywhere">{t.rich('told', { ...words, ...tags })}</span>
}

/** What is compared letter by letter. */
function Letters({ text }: { text: string }) {
  return <bdi className="break-all font-mono text-label">{text}</bdi>
}

type FactRow = { id: string; term: ReactNode; detail: ReactNode }

/** What was shown and signed. `passkey` is what the customer calls it; null where it is gone. */
type Approval = {
  check: PayeeCheck & { accepted: boolean }
  account: { name: string | null; iban: string }
  at: string
  passkey: string | null
}

/** `approval` is null where the customer said no. */
export type PaymentFactsView = {
  payee: { name: string; iban: string }
  approval: Approval | null
  /** A day of the bank; null: at once. */
  executeOn: string | null
  product: PaymentProduct
  /** To the payee, in the words of the third party, whose name is `tpp`; null where it gave none. */
  message: string | null
  tpp: string
  reference: string
  endToEndId: string | null
}
