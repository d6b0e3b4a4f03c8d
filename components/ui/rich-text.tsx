import type { ReactNode } from 'react'

/**
 * The tags that messages may use. A third party's name always stands in `<bdi>`: a name in another script
 * must not turn the sentence around it.
 */
export const tags = {
  bdi: (chunks: ReactNode) => <bdi>{chunks}</bdi>,
  b: (chunks: ReactNode) => <strong className="font-strong">{chunks}</strong>,
}

/** The same tags for texts that cannot hold elements, such as a page title or an `aria-label`. */
export const plain = {
  bdi: (chunks: string) => chunks,
  b: (chunks: string) => chunks,
}
