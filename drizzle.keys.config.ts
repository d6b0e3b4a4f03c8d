import { defineConfig } from 'drizzle-kit'

export default defineConfig({
  dialect: 'postgresql',
  schema: './db/keys-schema/*.ts',
  out: './db/migrations/keys',
  casing: 'snake_case',
})
