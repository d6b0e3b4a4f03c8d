/** How many leaves a checkpoint covers. Throws where the text is none. */
export function sizeOfNote(note: string): number {
  const size = Number(note.split('\n')[1])
  if (!Number.isSafeInteger(size)) throw new Error('Not a checkpoint')
  return size
}

/** The root that a checkpoint names, in base64. */
export const rootOfNote = (note: string): string => note.split('\n')[2] ?? ''
