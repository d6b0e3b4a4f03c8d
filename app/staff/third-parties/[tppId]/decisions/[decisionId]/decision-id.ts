/** Whether a word of an address can be the id of a decision; the database would take anything else for a fault. */
export const isDecisionId = (text: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)
