import { headers } from 'next/headers'
import type { ReactNode } from 'react'
import { ANSWER } from '@/components/consent/approval-answers'
import { RequestEnds } from '@/components/consent/request-ends'
import { CustomerName, SecureMark } from '@/components/ui/header-aside'
import { IdleEnd } from '@/components/ui/idle-end'
import { PageShell } from '@/components/ui/page-shell'
import { brand } from '@/lib/brand'
import { PATH_HEADER } from '@/lib/session/path-header'

/**
 * The frame of a third party's request: no way to wander off, and no name before somebody is identified. It tells before the
 * request runs out, and, once somebody is identified, before their session does; signing in again leads to the same request.
 */
export async function RequestFrame({ customer = null, waiting, keep, children }: RequestFrameProps) {
  const path = (await headers()).get(PATH_HEADER) ?? '/'
  return (
    <PageShell
      aside={customer === null ? <SecureMark /> : <CustomerName name={customer} />}
      brand={brand}
      language={
        keep
          ? { action: keep.language, keeps: ANSWER }
          : { action: `/language?next=${encodeURIComponent(path)}` }
      }
      signedIn={customer !== null}
    >
      {children}
      {waiting ? (
        <RequestEnds
          minutesLeft={(waiting.endsAt.getTime() - waiting.now.getTime()) / MINUTE_MILLIS}
          tpp={waiting.tpp}
        />
      ) : null}
      {customer === null ? null : (
        <IdleEnd
          endHref={path}
          stayHref={path}
          {...(keep ? { keeps: { form: ANSWER, action: keep.action } } : {})}
        />
      )}
    </PageShell>
  )
}

const MINUTE_MILLIS = 60_000

/** `waiting`: a request that nobody has answered, and when it runs out. `keep`: where what is ticked is kept, and where it is as another language is chosen. */
type RequestFrameProps = {
  customer?: string | null
  waiting?: { tpp: string; endsAt: Date; now: Date }
  keep?: { action: string; language: string }
  children: ReactNode
}
