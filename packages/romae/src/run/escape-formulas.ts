import { Option } from 'commander'

/** `--escape-formulas`. Not the default: what is written does not read back as it was. */
export function escapeFormulasOption(): Option {
  const what = 'for spreadsheets: write an apostrophe before ids, labels and names that begin with = + - @ or a tab'
  return new Option('--escape-formulas', `${what} and are no numbers; they do not read back as they were`).default(
    false,
  )
}
