import { userPath } from 'romae'

/** A name is looked up as a shell does, a path is the user's. */
export function programPath(program: string): string {
  return program.includes('/') ? userPath(program) : program
}
