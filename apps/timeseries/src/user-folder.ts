import { resolve } from 'node:path'

/** A path as the user meant it: relative to where the command was typed, not to the package it runs in. */
export function userFolder(path: string): string {
  return resolve(process.env.INIT_CWD ?? '.', path)
}
