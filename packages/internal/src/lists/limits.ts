/** The most characters of a row of a list: a path and a label have some hundred. */
export const MAX_ROW: number = 2 ** 20
/** The most files that a list may name; the largest public set has 14 million. */
export const MAX_ROWS = 20_000_000
/** The most characters of an expression for names: real ones have a tenth. */
export const LONGEST_PATTERN = 500
