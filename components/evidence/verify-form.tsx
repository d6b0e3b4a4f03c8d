'use client'
import { type FormEvent, type ReactNode, useActionState, useState } from 'react'
import { Card } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import type { PrintedReceipt } from '@/lib/evidence/printed-receipt'
import { ReceiptBody } from './receipt-body'

/**
 * A form that asks for a judgement and shows it above itself. Without a script the whole page comes back with it. What is too large
 * to be sent is refused before it is: the door would answer without a page.
 */
export function VerifyForm({ judge, tooLarge, bytesMax, children }: VerifyFormProps) {
  const [verdict, action] = useActionState(judge, null)
  const [large, setLarge] = useState(false)
  const refuseLarge = (event: FormEvent<HTMLFormElement>) => {
    const file = new FormData(event.currentTarget).get('file')
    const isLarge = file instanceof File && file.size > bytesMax
    setLarge(isLarge)
    if (isLarge) event.preventDefault()
  }
  const shown = large ? tooLarge : verdict
  return (
    <>
      {shown ? <Verdict verdict={shown} /> : null}
      <form action={action} className="grid gap-4" onSubmit={refuseLarge}>
        {children}
      </form>
    </>
  )
}

/** Above the form, and told to who hears the page as soon as it is there. */
export function Verdict({ verdict }: { verdict: VerdictView }) {
  const { genuine, title } = verdict
  return (
    <div className="mb-8">
      <Notice alert={true} {...LOOKS[lookOf(verdict)]}>
        <p className="font-strong text-body">{title}</p>
        {[verdict.text ?? []].flat().map((line) => (
          <p className="mt-1 max-w-[62ch]" key={line}>
            {line}
          </p>
        ))}
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

const LOOKS = {
  proven: { icon: 'tick', tone: 'info' },
  unproven: { icon: 'clock', tone: 'attention' },
  unjudged: { icon: 'info', tone: 'quiet' },
  refused: { icon: 'info', tone: 'danger' },
} as const

function lookOf(verdict: VerdictView): keyof typeof LOOKS {
  if (verdict.genuine === null) return 'unjudged'
  if (!verdict.genuine) return 'refused'
  return verdict.proven ? 'proven' : 'unproven'
}

type VerifyFormProps = {
  judge: (before: VerdictView | null, form: FormData) => Promise<VerdictView>
  tooLarge: VerdictView
  bytesMax: number
  children: ReactNode
}

/** `genuine` is null where nothing was judged; `proven` is false where the log's proof is not in it yet. */
export type VerdictView =
  | { genuine: null; title: string; text?: string }
  | { genuine: false; title: string; text: string }
  | {
      genuine: true
      proven: boolean
      title: string
      text: string[]
      heading: string
      printed: PrintedReceipt
    }
