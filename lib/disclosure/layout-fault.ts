/** A file that is not laid out as its job says. `line` counts from 1; `why` names no value of the file, only what is wrong. */
export class LayoutFault extends Error {
  override readonly name = 'LayoutFault'
  constructor(
    readonly why: string,
    readonly line: number | null = null,
  ) {
    super(line === null ? why : `line ${line}: ${why}`)
  }

  /** The same fault, now that somebody knows where it is. */
  at(line: number): LayoutFault {
    return this.line === null ? new LayoutFault(this.why, line) : this
  }
}
