import { cookies } from 'next/headers'

/** The colours that were chosen in this browser; `device` where none were, or by a cookie that is none of ours. */
export async function readTheme(): Promise<Theme> {
  const kept = (await cookies()).get('theme')?.value
  return kept === 'light' || kept === 'dark' ? kept : 'device'
}

/** What the foot of a page lets its reader choose, language and colours; either choice leads back to `path`. */
export async function choicesAt(path: string): Promise<ReaderChoices> {
  const next = encodeURIComponent(path)
  return {
    language: { action: `/language?next=${next}` },
    theme: { action: `/theme?next=${next}`, current: await readTheme() },
  }
}

type Theme = 'light' | 'dark' | 'device'
type ReaderChoices = { language: { action: string }; theme: { action: string; current: Theme } }
