/**
 * What the developer of a third party may know of one code of this interface. `statuses`: the HTTP statuses at which
 * Berlin Group 1.3.16 allows it. `ours`: the standard defines no code for that status, so this word is the bank's.
 */
export type ErrorCodeFacts = {
  statuses: readonly number[]
  meaning: string
  cause: string
  fix: string
  ours?: true
}
