/** How often a month somebody in town buys what. */
export const TOWN = {
  groceries: 13,
  cafes: 7,
  restaurants: 4.5,
  transport: 10,
  shopping: 3.5,
  health: 1,
  cash: 1,
}

/** The same of somebody who lives quietly. */
export const QUIET = {
  groceries: 15,
  cafes: 7,
  restaurants: 2.5,
  transport: 6,
  fuel: 2.5,
  shopping: 3,
  health: 1.5,
  cash: 2,
}
