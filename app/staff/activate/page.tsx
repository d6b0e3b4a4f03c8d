import { getTranslations } from 'next-intl/server'
import { CodeFromLink } from '@/app/activate/code-from-link'
import { StaffActivation } from '@/components/staff/staff-activation'
import { SignedOutFrame } from '../signed-out-frame'

/** What the tab and a screen reader say first (WCAG 2.4.2). */
export const generateMetadata = async () => ({ title: (await getTranslations('staff'))('activateTitle') })

/** Where an activation link of staff leads; the code stands behind the `#`, which no browser sends to a server. */
export default function StaffActivatePage() {
  return (
    <SignedOutFrame path="/staff/activate">
      <StaffActivation>
        <CodeFromLink fieldId="code" />
      </StaffActivation>
    </SignedOutFrame>
  )
}
