/** A third party as pages show it: its brand never without the legal name of its certificate. */
export type TppView = {
  /** organizationIdentifier, such as `PSDNL-DNB-X1234`. */
  id: string
  name: string
  legalName: string
  authority: string
  /** What it is licensed to, as its certificate says (PSP_AI…). */
  roles: string[]
  /** When that was last looked up; null where nobody said when. */
  checkedAt: string | null
  /** Where the authority's entry can be read; null where the register has no address of its own. */
  registerUrl: string | null
  /** The bank's name, where its legal name looks like it; left out where nobody is asked to allow anything. */
  notBank?: string | null
}
