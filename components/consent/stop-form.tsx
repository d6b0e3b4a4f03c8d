import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Button, ButtonPair } from '@/components/ui/button'
import { ChoiceRow } from '@/components/ui/choice-row'
import { plain } from '@/components/ui/rich-text'
import { ToldNote, type ToldView } from './told-note'

/**
 * The last step of every stop, of one permission or of many: no script, no second sign-in, no reason asked, both answers
 * alike. Where the customer can ask for deletion too, it is asked here and nowhere else, and never ticked before.
 */
export function StopForm({ view, keep, confirm, ends = true }: StopFormProps) {
  const t = useTranslations('stop')
  const [first, ...others] = view.deletionFrom
  return (
    <>
      {view.told ? <ToldNote ends={ends} told={view.told} /> : null}
      <form action={view.action} className="mt-6" method="post">
        {Object.entries(view.fields).map(([field, value]) => (
          <input key={field} name={field} type="hidden" value={value} />
        ))}
        {first === undefined ? null : (
          <div className="mb-4">
            <ChoiceRow
              framed={false}
              label={others.length === 0 ? t.markup('delete', { tpp: first, ...plain }) : t('deleteSeveral')}
              name="askDeletion"
              type="checkbox"
              value="yes"
            />
          </div>
        )}
        <ButtonPair>
          <Button href={view.keepHref}>{keep}</Button>
          <Button kind="danger">{confirm}</Button>
        </ButtonPair>
      </form>
    </>
  )
}

/** `ends`: something ends, and does not only go on with less. */
type StopFormProps = { view: StopFormView; keep: ReactNode; confirm: ReactNode; ends?: boolean }

export type StopFormView = {
  action: string
  fields: Record<string, string>
  keepHref: string
  /** The names of the third parties that can be asked to delete; empty where that is not offered. */
  deletionFrom: string[]
  /** Who else gets to know of it. */
  told?: ToldView
}
