'use client'
import { type ReactNode, useActionState } from 'react'
import { Card } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import type { PrintedReceipt } from '@/lib/evidence/printed-receipt'
import { ReceiptBody } from './receipt-body'

/** A form that asks for a judgement and shows it above itself. Without a script the whole page comes back with it. */
export function VerifyForm({ judge, children }: VerifyFormProps) {
  const [verdict, action] = useActionState(judge, null)
  return (
    <>
      {verdict ? <Verdict verdict={verdict} /> : null}
      <form action={action} className="grid gap-4">
        {children}
      </form>
    </>
  )
}

function Verdict({ verdict }: { verdict: VerdictView }) {
  const { genuine, title } = verdict
  return (
    <div className="mb-8">
      <Notice alert={true} icon={genuine ? 'tick' : 'info'} tone={genuine ? 'info' : 'danger'}>
        <p className="font-strong text-body">{title}</p>
        {verdict.text ? <p>{verdict.text}</p> : null}
      </Notice>
      {genuine ? (
        <section aria-labelledby="content" className="mt-5">
          <h2 className="mb-2.5 font-heading text-h2" id="content">
            {verdict.heading}
          </h2>
          <Card>
            <ReceiptBody printed={verdict.printed} under={true} />
          </Card>
        </section>
      ) : null}
    </div>
  )
}

type VerifyFormProps = {
  judge: (before: VerdictView | null, form: FormData) => Promise<VerdictView>
  children: ReactNode
}

/** `genuine` is null where nothing was judged. */
export type VerdictView =
  | { genuine: null; title: string; text?: string }
  | { genuine: false; title: string; text: string }
  | { genuine: true; title: string; text: string; heading: string; printed: PrintedReceipt }
