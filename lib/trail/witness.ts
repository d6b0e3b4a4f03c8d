/**
 * A second place for checkpoints, outside the reach of whoever holds the database and the keys. It keeps each checkpoint with
 * the entries of its leaves, so that it can name a row; it takes nothing back and changes nothing. Adapters: a folder, HTTP.
 */
export type Witness = {
  name: string
  /** How many entries it has, and the last checkpoint it took. */
  held(): Promise<{ size: number; checkpoint: string | null }>
  /** The next line: a stretch of entries, or the checkpoint that covers all of them. */
  take(line: WitnessLine): Promise<void>
}

/** A line of a witness's file; `first` is the place of the first entry. */
export type WitnessLine = { first: number; entries: readonly string[] } | { checkpoint: string }
