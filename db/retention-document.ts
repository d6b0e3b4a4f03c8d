import { getTableName } from 'drizzle-orm'
import { RETENTIONS } from './retention'

/** `docs/retention.md`: for each column whose data it is, whether it is personal, for what, how long, on what ground. */
export function retentionDocument(): string {
  const tables = RETENTIONS.map(({ table, keepings }) => {
    const rows = keepings.map(
      ({ columns, whose, personal, purpose, period, basis }) =>
        `| ${columns.map((column) => `\`${column}\``).join(', ')} | ${whose} | ${personal ? 'yes' : 'no'} | ${purpose} | ${period} | ${basis} |`,
    )
    return `## ${getTableName(table)}\n\n| columns | whose | personal | purpose | period | basis |\n|---|---|---|---|---|---|\n${rows.join('\n')}\n`
  })
  return `# Retention

Generated from the annotations of \`db/schema\` by \`npm run docs\`; a test refuses a column without a reason. What begins with
\`sealed\` is encrypted under the key of its customer or account: destroying that key ends the period at once, in every copy.

${tables.join('\n')}`
}
