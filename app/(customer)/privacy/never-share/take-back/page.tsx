import { notFound, redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { TakeBackNever } from '@/components/privacy/take-back-never'
import { CoolingNotice } from '@/components/sca/recovery-notice'
import { now as currentTime } from '@/lib/clock'
import { marketProfile } from '@/lib/market-profile'
import { coolsUntil } from '@/lib/psu/cool-down'
import { isRecent, requireCustomer, signInPath } from '@/lib/session/customer'
import { CustomerFrame } from '../../../customer-frame'
import { namedNever, oneOf } from '../named-never'
import { NEVER_SHARE } from '../never-form'
import { NeverQuery, neverPath } from '../never-query'

const HERE = `${NEVER_SHARE}/take-back`

/** What the tab and a screen reader say first (WCAG 2.4.2). */
export const generateMetadata = async () => ({ title: (await getTranslations('neverShare'))('takeBack') })

/** That it may be shared again: for somebody who has just shown their passkey, for it opens what was shut. */
export default async function TakeBackNeverPage({ searchParams }: TakeBackNeverPageProps) {
  if (!marketProfile.standingPreferences) notFound()
  const customer = await requireCustomer()
  const { data: query } = NeverQuery.safeParse(await searchParams)
  const now = await currentTime()
  const one = query && oneOf(await namedNever(customer.psuId, now), query)
  if (!query || !one || one.since === null) redirect(NEVER_SHARE)
  const here = neverPath(HERE, query)
  const cooling = await coolsUntil({ ...customer, now })
  return (
    <CustomerFrame name={customer.name} path={here}>
      <TakeBackNever
        view={{
          what: query.what,
          name: one.name,
          listHref: NEVER_SHARE,
          step: cooling
            ? { by: 'nothing' }
            : isRecent(customer, now)
              ? { by: 'form', action: `${HERE}/confirm`, fields: query }
              : { by: 'sign-in', href: signInPath(here, true) },
        }}
      >
        <CoolingNotice until={cooling?.toISOString() ?? null} />
      </TakeBackNever>
    </CustomerFrame>
  )
}

type TakeBackNeverPageProps = { searchParams: Promise<{ what?: string; id?: string }> }
