/**
 * The cells that mean missing where nothing else is said: in every reader, and in the commands. An empty cell does whatever is
 * said. They are what spreadsheets, pandas, R and databases write.
 */
export const MISSING_TEXTS: readonly string[] = [
  '',
  'NA',
  'N/A',
  'n/a',
  '#N/A',
  '<NA>',
  'NaN',
  'nan',
  'NAN',
  'NULL',
  'null',
  'None',
  '?',
]
