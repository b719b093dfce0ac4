import { errors } from '../../errors.ts'

const HEADER = 'RecordID,SAPS-I,SOFA,Length_of_stay,Survival,In-hospital_death'

/**
 * In-hospital death, `0` or `1`, by the record's id: the last column of `Outcomes-a.txt`.
 *
 * @throws RomaeError `DATASETS_SYNTAX`
 */
export function parseOutcomes(file: string, text: string): Map<string, string> {
  const [header, ...lines] = text.trimEnd().split(/\r?\n/)
  if (header !== HEADER) throw errors.DATASETS_SYNTAX({ file, line: 1, reason: `the header must be "${HEADER}"` })
  return new Map(
    lines.map((content, index) => {
      const fields = content.split(',', 7)
      const death = fields.at(-1)!
      if (content.length > 1000 || fields.length !== 6 || (death !== '0' && death !== '1')) {
        throw errors.DATASETS_SYNTAX({ file, line: index + 2, reason: 'expected six short fields, the last 0 or 1' })
      }
      return [fields[0]!, death]
    }),
  )
}
