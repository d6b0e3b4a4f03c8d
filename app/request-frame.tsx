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
      above={
        waiting ? (
          <RequestEnds
            pays={waiting.pays === true}
            secondsLeft={(waiting.endsAt.getTime() - waiting.now.getTime()) / 1_000}
            tpp={waiting.tpp}
          />
        ) : null
      }
      brand={brand}
      language={
        keep
          ? { action: keep.language, keeps: ANSWER }
          : { action: `/language?next=${encodeURIComponent(path)}` }
      }
      pays={path.startsWith('/pay/')}
      signedIn={customer !== null}
      {...(waiting ? { answerBy: waiting.endsAt.toISOString() } : {})}
    >
      {children}
      {customer === null ? null : (
        <IdleEnd
          bank={brand.name}
          endHref={path}
          stayHref={path}
          {...(keep ? { keeps: { form: ANSWER, action: keep.action } } : {})}
        />
      )}
    </PageShell>
  )
}

/**
 * `waiting`: a request that nobody has answered, and when it runs out; `pays`: it is one to pay. `keep`: where what is ticked is kept, and where it is
 * as another language is chosen.
 */
type RequestFrameProps = {
  customer?: string | null
  waiting?: Waiting
  keep?: { action: string; language: string }
  children: ReactNode
}

export type Waiting = { tpp: string; endsAt: Date; now: Date; pays?: boolean }
