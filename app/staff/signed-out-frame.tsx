import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { PageShell } from '@/components/ui/page-shell'
import { Pill } from '@/components/ui/pill'
import { brand } from '@/lib/brand'
import { choicesAt } from '../reader-choices'

/** The frame of the two pages of staff that need nobody signed in; it says whose door this is. */
export async function SignedOutFrame({ path, children }: { path: string; children: ReactNode }) {
  const t = await getTranslations('staff')
  return (
    <PageShell
      aside={
        <Pill icon="lock" tone="revoked">
          {t('realm')}
        </Pill>
      }
      brand={brand}
      help={false}
      theme={(await choicesAt(path)).theme}
    >
      {children}
    </PageShell>
  )
}
