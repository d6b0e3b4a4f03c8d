import { expect, test } from 'vitest'
import { compareNames } from './same-name'

test.each([
  ['Bo Henriksen', 'Anna Lindqvist'],
  ['Anna Andersen', 'Anna Lindqvist'],
  ['Lindqvist', 'Anna Lindqvist'],
  ['A L', 'Anna Lindqvist'],
  ['', 'Anna Lindqvist'],
  ['ApS', 'Cykelbutik ApS'],
  ['Cykelværksted ApS', 'Cykelbutik ApS'],
  ['Cykelbutik Nord', 'Cykelbutik ApS'],
  ['A B C D E F G Nielsen', 'Astrid Nielsen'],
  ['Jensen Nielsen Hansen Pedersen A', 'Astrid Nielsen'],
  ['A Nielsen Hansen', 'Astrid Nielsen'],
  ['Astrid N H', 'Astrid Nielsen Holm'],
  ['M Brandt', 'Maja and Sam Brandt'],
])('%s is not told who %s is', (written, holder) => {
  expect(compareNames(written, holder)).toBe('no-match')
})

test.each([
  ['Ana Lindqvist', 'Anna Lindqvist'],
  ['A. Lindqvist', 'Anna Lindqvist'],
  ['Anna Lindkvist', 'Anna Lindqvist'],
  ['Anna Maria Lindqvist', 'Anna Lindqvist'],
  ['Cykelbutikk ApS', 'Cykelbutik ApS'],
  ['Cyklebutik', 'Cykelbutik ApS'],
  ['Ελενη Παπαδοπουλο', 'Ελένη Παπαδοπούλου'],
])('%s is nearly %s', (written, holder) => {
  expect(compareNames(written, holder)).toBe('close-match')
})

test.each([
  ['anna LINDQVIST', 'Anna Lindqvist'],
  ['Lindqvist, Anna', 'Anna Lindqvist'],
  ['Maja Brandt', 'Maja and Sam Brandt'],
  ['Sam Brandt', 'Maja & Sam Brandt'],
  ['Nora Dahl', 'Pelle Dahl and Nora Dahl'],
  ['Nils Ostergaard', 'Nils Østergaard'],
  ['ΕΛΕΝΗ ΠΑΠΑΔΟΠΟΥΛΟΥ', 'Ελένη Παπαδοπούλου'],
  ['Cykelbutik', 'Cykelbutik ApS'],
  ['Cykel-butik A/S', 'Cykelbutik ApS'],
  ['Example B.V.', 'EXAMPLE BV'],
  ['Straße & Söhne GmbH', 'Strasse Sohne'],
])('%s is %s', (written, holder) => {
  expect(compareNames(written, holder)).toBe('match')
})
