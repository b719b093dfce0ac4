import { errors } from '../errors.ts'
import type { HostModality } from '../modality/host-modality.ts'
import { fileMember } from '../several/file-member.ts'
import type { Member } from '../several/member.ts'
import type { MemberWords } from '../several/member-words.ts'
import { severalModality } from '../several/several-modality.ts'
import { valuesMember } from '../several/values-member.ts'
import { VALUES } from '../several/values-modality.ts'
import { builtIn } from './built-in.ts'
import { isFile, loadModality, loadModalityOfModel } from './load-modality.ts'

/** A member that is to be loaded; `origin`: the package that a model says its tokenizer is of. */
export type AskedMember = MemberWords & { readonly origin?: string }

/**
 * Several modalities of a table's samples.
 *
 * @throws RomaeError `APP_MODALITIES`, `APP_SETTING_*`, and what loading a modality throws
 */
export async function loadSeveral(asked: readonly AskedMember[]): Promise<HostModality<unknown>> {
  const members = await Promise.all(asked.map(loadMember))
  const assignments = asked.flatMap((one, index) => assignmentsOf(one, members[index]!))
  return severalModality(members, assignments) as HostModality<unknown>
}

async function loadMember({ name, kind, origin }: AskedMember): Promise<Member> {
  if (kind === VALUES) return valuesMember(name)
  const isOfModel = origin !== undefined && !Object.hasOwn(builtIn, kind)
  const host = await (isOfModel ? loadModalityOfModel(origin) : loadModality(kind))
  return fileMember(name, host.name, host)
}

/** Settings beside a member's kind, as `--set` has them: how its files are read, or become tokens. */
function assignmentsOf({ name, kind, settings }: AskedMember, { schema, host }: Member): string[] {
  return Object.entries(settings).map(([key, values]) => {
    const section = Object.hasOwn(schema, key) ? 'data' : 'tokenizer'
    const option = (section === 'data' ? schema : host.schema.tokenizer)[key.split('.')[0]!]
    if (option === undefined && !isFile(kind)) {
      const known = [...Object.keys(schema), ...Object.keys(host.schema.tokenizer)]
      const reason = `${key} is no setting of ${kind}, which has ${known.join(', ')}`
      throw errors.APP_MODALITIES({ word: `${name}=${kind}`, reason })
    }
    const isList = option !== undefined && 'kind' in option && option.kind === 'list'
    if (values.length > 1 && !isList) {
      throw errors.APP_MODALITIES({ word: `${name}=${kind}`, reason: `${key} is given twice, and takes one value` })
    }
    return `${section}.${name}.${key}=${isList && !values[0]!.startsWith('[') ? JSON.stringify(values) : values[0]}`
  })
}
