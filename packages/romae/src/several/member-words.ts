import { errors } from '../errors.ts'

/** What `--modality` says of one of several modalities: `picture=image,column=photo,size=32`. */
export interface MemberWords {
  readonly name: string
  /** A modality of ours, a package or a file. */
  readonly kind: string
  /** Settings by key; what is given several times is a list. */
  readonly settings: Readonly<Record<string, readonly string[]>>
}

/** Keys of `data` beside the modalities: no modality is called so. */
const reservedNames: readonly string[] = ['id', 'label', 'group', 'missing', 'delimiter']

/** Names stand in those of a model's parameters and inputs. */
const NAME = /^[A-Za-z]\w{0,63}$/

/** Whether a `--modality` is one of several. */
export function isMemberWord(word: string): boolean {
  return /^[^=,./\\]+=/.test(word)
}

/** @throws RomaeError `APP_MODALITIES` */
export function parseMembers(words: readonly string[]): MemberWords[] {
  const members = words.map(parseMember)
  const names = members.map(({ name }) => name)
  const twice = names.find((name, index) => names.indexOf(name) < index)
  if (twice !== undefined) throw errors.APP_MODALITIES({ word: twice, reason: 'there are two modalities of that name' })
  return members
}

function parseMember(word: string): MemberWords {
  const refuse = (reason: string) => errors.APP_MODALITIES({ word, reason })
  if (!isMemberWord(word)) throw refuse('beside others each has a name of its own')
  const [first, ...others] = word.split(',') as [string, ...string[]]
  const [name, kind] = parted(first) as [string, string]
  if (!NAME.test(name)) throw refuse('a name is a letter, then letters, digits and _, 64 in all')
  if (reservedNames.includes(name)) throw refuse(`${name} is the name of a setting of the table; call it otherwise`)
  if (kind === '') throw refuse('it does not say of which kind the modality is')
  const settings: Record<string, string[]> = {}
  for (const other of others) {
    const [key, value] = parted(other)
    if (value === undefined || key === '') throw refuse(`${JSON.stringify(other)} is no key=value`)
    settings[key] = [...(Object.hasOwn(settings, key) ? settings[key]! : []), value]
  }
  return { name, kind, settings }
}

function parted(text: string): [key: string, value: string | undefined] {
  const equals = text.indexOf('=')
  return equals < 0 ? [text, undefined] : [text.slice(0, equals).trim(), text.slice(equals + 1).trim()]
}
