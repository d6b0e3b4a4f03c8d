/** The name under which the pieces of a copy are sealed. */
export const EXPORT_PART = 'export_parts.part'
