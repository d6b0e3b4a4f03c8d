import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { CreatePasskeyPanel } from '@/components/sca/create-passkey-panel'
import { BackLink } from '@/components/ui/back-link'
import { now as currentTime } from '@/lib/clock'
import { coolsUntil } from '@/lib/psu/cool-down'
import { isRecent, requireCustomer, signInPath } from '@/lib/session/customer'
import { CustomerFrame } from '../../customer-frame'

/** What the tab and a screen reader say first (WCAG 2.4.2). */
export const generateMetadata = async () => ({ title: (await getTranslations('passkey'))('add') })

/** One more passkey. What opens the bank for good is asked of somebody who has just shown a passkey, not of any session. */
export default async function AddPasskeyPage() {
  const customer = await requireCustomer()
  const now = await currentTime()
  if (await coolsUntil({ ...customer, now })) redirect('/security')
  if (!isRecent(customer, now)) redirect(signInPath('/security/add', true))
  const t = await getTranslations('security')
  return (
    <CustomerFrame name={customer.name} path="/security/add">
      <BackLink href="/security">{t('back')}</BackLink>
      <CreatePasskeyPanel
        view={{
          customer: customer.name,
          optionsUrl: '/security/add/options',
          resultUrl: '/security/add/result',
          fields: {},
          laterHref: '/security',
          another: true,
        }}
      />
    </CustomerFrame>
  )
}
