import { errors } from '../../errors.ts'

/** What each column is for: the option that names it (or them), and its column (or columns). */
export type ColumnRoles = Readonly<Record<string, string | readonly string[] | undefined>>

/**
 * Throws where a column is named twice: a label that is also a channel would be predicted from itself, and a column that is
 * to be ignored cannot be used.
 *
 * @param of names the function in the message
 * @throws RomaeError `TIMESERIES_CSV_COLUMN_ROLE`
 */
export function requireOneRole(of: string, roles: ColumnRoles): void {
  const roleOf = new Map<string, string>()
  for (const [role, columns = []] of Object.entries(roles)) {
    for (const name of typeof columns === 'string' ? [columns] : columns) {
      const other = roleOf.get(name)
      if (other !== undefined) throw errors.TIMESERIES_CSV_COLUMN_ROLE({ of, name, roles: [other, role] })
      roleOf.set(name, role)
    }
  }
}
