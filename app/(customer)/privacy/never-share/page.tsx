import { notFound } from 'next/navigation'
import { getLocale, getTranslations } from 'next-intl/server'
import { NeverShareList } from '@/components/privacy/never-share-list'
import { BackLink } from '@/components/ui/back-link'
import { Notice } from '@/components/ui/notice'
import { Outcome } from '@/components/ui/outcome'
import { PageHeader } from '@/components/ui/page-header'
import { tags } from '@/components/ui/rich-text'
import { now as currentTime } from '@/lib/clock'
import { marketProfile } from '@/lib/market-profile'
import { requireCustomer } from '@/lib/session/customer'
import { problemText } from '@/lib/session/refusal-words'
import { NamesUnreachable } from '../../../accounts-unreachable'
import { CustomerFrame } from '../../customer-frame'
import { type NamedOne, namedNever, oneOf } from './named-never'
import { NEVER_SHARE } from './never-form'
import { NeverQuery, neverPath } from './never-query'

/** What the tab and a screen reader say first (WCAG 2.4.2). */
export const generateMetadata = async () => ({ title: (await getTranslations('neverShare'))('title') })

/** Accounts and third parties of a customer, and which of them are never shared; each leads to saying so or taking it back. */
export default async function NeverSharePage({ searchParams }: NeverSharePageProps) {
  if (!marketProfile.standingPreferences) notFound()
  const customer = await requireCustomer()
  const t = await getTranslations('neverShare')
  const privacy = await getTranslations('privacy')
  const { problem, done, ...query } = await searchParams
  const said =
    problem === 'accountsUnreachable'
      ? (await getTranslations('change'))('unreachable')
      : problemText(problem, await getLocale())
  const named = await namedNever(customer.psuId, await currentTime())
  const { data: about } = NeverQuery.safeParse(query)
  const one = done !== undefined && about ? oneOf(named, about) : undefined
  const rowOf =
    (what: NeverQuery['what']) =>
    ({ id, since, ...row }: NamedOne & { iban?: string }) => ({
      ...row,
      since: since?.toISOString() ?? null,
      href: neverPath(`${NEVER_SHARE}/${since === null ? 'add' : 'take-back'}`, { what, id }),
    })
  return (
    <CustomerFrame name={customer.name} path={NEVER_SHARE}>
      <BackLink href="/privacy">{privacy('title')}</BackLink>
      <PageHeader title={t('title')}>
        <p className="mt-2 max-w-[58ch]">{t('lead')}</p>
      </PageHeader>
      <Outcome>
        {said ? (
          <Notice tone="danger">{said}</Notice>
        ) : about && one ? (
          <Notice icon="tick">
            {t.rich(DONE[about.what][one.since === null ? 'takenBack' : 'never'], {
              account: one.name,
              tpp: one.name,
              ...tags,
            })}
          </Notice>
        ) : null}
      </Outcome>
      {named.accounts === null ? <NamesUnreachable retryHref={NEVER_SHARE} /> : null}
      <NeverShareList
        view={{
          accounts: named.accounts?.map(rowOf('account')) ?? null,
          apps: named.apps.map(rowOf('third-party')),
        }}
      />
    </CustomerFrame>
  )
}

/** What was done, told from how it stands now: a reload, or an address somebody sent, says nothing that is not so. */
const DONE = {
  account: { never: 'doneAccount', takenBack: 'takenBackAccount' },
  'third-party': { never: 'doneApp', takenBack: 'takenBackApp' },
} as const

type NeverSharePageProps = {
  searchParams: Promise<{ problem?: string; done?: string; what?: string; id?: string }>
}
